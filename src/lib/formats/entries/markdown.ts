import {printable} from '../../parse/printable.ts';
import type {EntryFormat} from './_format.ts';

const COLUMNS = ['time', 'layer', 'pod', 'level', 'pattern', 'message'];

/** A table for issues, wikis and chats. */
export default {
  extension: 'md',
  begin: () => `| ${COLUMNS.join(' | ')} |\n| ${COLUMNS.map(() => '---').join(' | ')} |\n`,
  entry: ({record}) => `| ${COLUMNS.map((name) => cell(record[name])).join(' | ')} |\n`,
} satisfies EntryFormat;

const cell = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : printable(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(
        /[\\`*_<>|[\]]/g,
        String.raw`\$&`,
      );
