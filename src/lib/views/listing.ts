import type {Ref} from '../model/ref.ts';
import type {Gap} from '../model/source.ts';
import type {Tone} from './view.ts';

/**
 * The answer of a command that lists: rows of columns for people, records for programs. `top`, `events`, `scrape` and
 * others fill it in; formats/listing paints it as a table, json, csv and the rest.
 */

/** What a cell is worth to a program: what csv holds, and what rows are sorted by. */
export type Value = string | number | boolean | undefined;

export interface Column<R> {
  /** As it is typed in --columns and --sort-by: `%mem-limit`. */
  readonly name: string;
  /** As it stands above the column: `MEMORY(bytes)`. */
  readonly header: string;
  /** One line for the list of columns in help and in complaints. */
  readonly shows: string;
  /** shown: always; wide: with -o wide; asked: only when named in --columns. */
  readonly when: 'shown' | 'wide' | 'asked';
  readonly align?: 'left' | 'right' | undefined;
  /** As a person reads it; `value` is what it is. */
  text(row: R): string;
  value(row: R): Value;
  tone?(row: R): Tone;
}

export interface Cell {
  readonly text: string;
  readonly value: Value;
  readonly tone: Tone;
}

export interface Heading {
  readonly name: string;
  readonly header: string;
  readonly align: 'left' | 'right';
}

/** One thing that is listed. */
export interface Listed {
  readonly cells: readonly Cell[];
  /** For json, yaml, ndjson, jsonpath and custom-columns. */
  readonly record: Readonly<Record<string, unknown>>;
  /** For `-o name`. */
  readonly ref?: Ref | undefined;
}

export interface Listing {
  /** Of the JSON document: `kdiag.top-pods/v1`. */
  readonly schema: string;
  /** Beside the items in the document: origin, takenAt, window, totals. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly headings: readonly Heading[];
  readonly rows: readonly Listed[];
  /** Below the table, such as sums; part of no machine format but csv's people. */
  readonly footer?: ReadonlyArray<readonly Cell[]> | undefined;
  readonly gaps: readonly Gap[];
}

/** Rows as cells of the chosen columns. */
export function cellsOf<R>(row: R, columns: ReadonlyArray<Column<R>>): readonly Cell[] {
  return columns.map((column) => ({
    text: column.text(row),
    value: column.value(row),
    tone: column.tone?.(row) ?? 'plain',
  }));
}

export const headingsOf = <R>(columns: ReadonlyArray<Column<R>>): readonly Heading[] =>
  columns.map(({name, header, align = 'left'}) => ({name, header, align}));
