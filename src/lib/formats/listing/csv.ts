import {printable} from '../../parse/printable.ts';
import type {Value} from '../../views/listing.ts';
import type {ListingFormat} from './_format.ts';

/** RFC 4180, with values rather than words: bytes and cores as numbers, absent ones empty. */
export default {
  extension: 'csv',
  render: ({headings, rows}, {headers}) =>
    [...(headers ? [headings.map(({name}) => name)] : []), ...rows.map(({cells}) => cells.map(({value}) => value))]
      .map((fields) => `${fields.map(field).join(',')}\r\n`)
      .join(''),
} satisfies ListingFormat;

/** A spreadsheet takes these at the beginning of a text for a formula, and would run it. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: Value): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = printable(FORMULA.test(value) ? `'${value}` : value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
