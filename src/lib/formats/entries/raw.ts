import type {EntryFormat} from './_format.ts';
import {lineFor} from './_line.ts';

/** Only what was written, line by line. */
export default {
  extension: 'log',
  entry: ({text}, {terminal}) =>
    text
      .split('\n')
      .map((line) => `${lineFor(line, terminal)}\n`)
      .join(''),
} satisfies EntryFormat;
