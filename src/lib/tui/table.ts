import {widthOf} from '../parse/width.ts';
import type {Column} from '../views/listing.ts';
import {span, type Line} from '../views/view.ts';
import {cell, type Row, say} from './draw.ts';

const BETWEEN = 1;
/** A column of words is not made narrower than this before others are left out. */
const WORDS_AT_LEAST = 12;

/** One column as it is laid out. */
export interface Placed<R> {
  readonly column: Column<R>;
  readonly header: string;
  readonly width: number;
}

/**
 * The columns that fit, with their widths: as wide as what is in them, long words shortened first, then columns left
 * out from the right, wide ones before others.
 */
export function placed<R>(
  columns: ReadonlyArray<Column<R>>,
  rows: readonly R[],
  headerOf: (column: Column<R>) => string,
  width: number,
): ReadonlyArray<Placed<R>> {
  const natural = columns.map((column) => {
    const header = headerOf(column);
    return {column, header, width: Math.max(widthOf(header), ...rows.map((row) => widthOf(column.text(row))))};
  });
  for (let kept = natural; ; kept = without(kept)) {
    const fitted = narrowed(kept, width);
    if (total(fitted) <= width || kept.length <= 2) return fitted;
  }
}

const total = (all: ReadonlyArray<{readonly width: number}>): number =>
  all.reduce((sum, one) => sum + one.width + BETWEEN, 0);

function without<R>(all: ReadonlyArray<Placed<R>>): Array<Placed<R>> {
  const wide = all.findLastIndex(({column}) => column.when !== 'shown');
  const at = wide === -1 ? all.length - 1 : wide;
  return all.filter((_, index) => index !== at);
}

/** The widest column of words gives way, again and again, until all fit or none can. */
function narrowed<R>(all: ReadonlyArray<Placed<R>>, width: number): ReadonlyArray<Placed<R>> {
  let out = all;
  for (let over = total(out) - width; over > 0; over = total(out) - width) {
    const words = out.filter(({column, width: own}) => column.align !== 'right' && own > WORDS_AT_LEAST);
    const widest = words.reduce<Placed<R> | undefined>(
      (a, b) => (a === undefined || b.width > a.width ? b : a),
      undefined,
    );
    if (widest === undefined) return out;
    const next = Math.max(WORDS_AT_LEAST, widest.width - Math.max(1, Math.min(over, Math.ceil(widest.width / 4))));
    out = out.map((one) => (one === widest ? {...one, width: next} : one));
  }
  return out;
}

export const headRow = <R>(all: ReadonlyArray<Placed<R>>): Row => ({
  spans: [
    say(' '),
    ...all.flatMap(({column, header, width}) => [...cell(header, width, 'muted', column.align), span(' ')]),
  ],
});

export const lineOf = <R>(all: ReadonlyArray<Placed<R>>, row: R): Line => [
  say(' '),
  ...all.flatMap(({column, width}) => [
    ...cell(column.text(row), width, column.tone?.(row) ?? 'plain', column.align),
    span(' '),
  ]),
];
