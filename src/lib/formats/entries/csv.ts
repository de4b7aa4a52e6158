import {printable} from '../../parse/printable.ts';
import type {EntryFormat} from './_format.ts';

const COLUMNS = [
  'time',
  'layer',
  'namespace',
  'pod',
  'container',
  'node',
  'component',
  'level',
  'pattern',
  'severity',
  'message',
];

/** RFC 4180. */
export default {
  extension: 'csv',
  begin: ({headers}) => (headers ? `${COLUMNS.join(',')}\r\n` : ''),
  entry: ({record}) => `${COLUMNS.map((name) => field(record[name])).join(',')}\r\n`,
} satisfies EntryFormat;

/** A spreadsheet takes these at the beginning of a text for a formula, and would run it. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: unknown): string {
  if (value === undefined || value === null) return '';
  const said = typeof value === 'string' ? value : JSON.stringify(value);
  const text = printable(FORMULA.test(said) ? `'${said}` : said);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
