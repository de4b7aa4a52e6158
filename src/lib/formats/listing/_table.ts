import {Chalk} from 'chalk';
import {printable} from '../../parse/printable.ts';
import type {Cell, Heading, Listing} from '../../views/listing.ts';
import {PAINT} from '../_paint.ts';
import {widthOf} from '../../parse/width.ts';
import {padded} from '../_layout.ts';
import type {ListingOptions} from './_format.ts';

/** Between columns: as kubectl's printer does. */
const BETWEEN = 3;

/** Columns in kubectl's layout: as wide as their widest cell, three spaces apart, nothing behind the last. */
export function table(
  {headings, rows, footer = []}: Listing,
  {colour, headers, widths: least = []}: ListingOptions,
): string {
  const chalk = new Chalk({level: colour ? 1 : 0});
  const head = headings.map(({header}): Cell => ({text: header, value: header, tone: 'plain'}));
  const lines = [...(headers ? [head] : []), ...rows.map(({cells}) => cells), ...footer].map((cells) =>
    cells.map(({text, tone}) => ({text: printable(text), tone})),
  );
  const widths = headings.map((_, at) =>
    lines.reduce((widest, cells) => Math.max(widest, widthOf(cells[at]?.text ?? '')), least[at] ?? 0),
  );
  return lines
    .map(
      (cells) =>
        `${cells.map(({text, tone}, at) => PAINT[tone](placed(text, headings[at], widths[at] ?? 0, at === cells.length - 1), chalk)).join('')}\n`,
    )
    .join('');
}

function placed(text: string, heading: Heading | undefined, width: number, isLast: boolean): string {
  const behind = isLast ? '' : ' '.repeat(BETWEEN);
  if (heading?.align === 'right') return ' '.repeat(Math.max(0, width - widthOf(text))) + text + behind;
  return isLast ? text : padded(text, width) + behind;
}
