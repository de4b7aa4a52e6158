import {printable} from '../../parse/printable.ts';
import type {ListingFormat} from './_format.ts';

/** A table for issues, wikis and chats. */
export default {
  extension: 'md',
  render: ({headings, rows, footer = []}) =>
    [
      headings.map(({header}) => escaped(header)),
      headings.map(({align}) => (align === 'right' ? '---:' : '---')),
      ...[...rows.map(({cells}) => cells), ...footer].map((cells) => cells.map(({text}) => escaped(text))),
    ]
      .map((cells) => `| ${cells.join(' | ')} |\n`)
      .join(''),
} satisfies ListingFormat;

const escaped = (text: string): string => printable(text).replaceAll(/[\\`*_<>|[\]]/g, String.raw`\$&`);
