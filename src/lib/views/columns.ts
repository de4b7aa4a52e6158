import {UserError} from '../model/failure.ts';
import type {Column, Value} from './listing.ts';

/** What --columns, --sort-by and -o wide make of the columns that a listing has. */

/** `cpu,%cpu` as typed after --columns or --sort-by, in words; empty ones are nothing. */
const namesIn = (typed: string): readonly string[] =>
  typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

export interface Wish {
  /** Of --columns; what is shown without it is decided by `when`. */
  readonly columns?: string | undefined;
  readonly wide: boolean;
}

/** The columns to show, in the order they were named. Throws a UserError with the valid names for one that is none. */
export function chosenColumns<R>(all: ReadonlyArray<Column<R>>, {columns, wide}: Wish): ReadonlyArray<Column<R>> {
  if (columns === undefined) return all.filter(({when}) => when === 'shown' || (wide && when === 'wide'));
  const names = namesIn(columns);
  if (names.length === 0) throw new UserError('--columns names no column', `Columns are ${listOf(all)}.`);
  return names.map((name) => columnNamed(all, name, '--columns'));
}

export interface SortKey<R> {
  readonly column: Column<R>;
  readonly descending: boolean | undefined;
}

/**
 * `%mem-limit,-cpu`: the first key decides, later ones where it does not. Without a sign numbers come largest first and
 * words from A to Z, as kubectl sorts; `-` is always descending, `+` ascending. Throws a UserError for an unknown name.
 */
export function sortKeys<R>(all: ReadonlyArray<Column<R>>, typed: string | undefined): ReadonlyArray<SortKey<R>> {
  if (typed === undefined) return [];
  const names = namesIn(typed);
  if (names.length === 0) throw new UserError('--sort-by names no column', `Columns are ${listOf(all)}.`);
  return names.map((name) => {
    const isSigned = name.startsWith('-') || name.startsWith('+');
    const column = columnNamed(all, isSigned ? name.slice(1) : name, '--sort-by');
    return {column, descending: isSigned ? name.startsWith('-') : undefined};
  });
}

/** Rows in the order of the keys; rows that are equal in all of them stay as they came, and what has no value is last. */
export function sorted<R>(rows: readonly R[], keys: ReadonlyArray<SortKey<R>>): readonly R[] {
  if (keys.length === 0) return rows;
  const keyed = rows.map((row) => ({row, values: keys.map(({column}) => column.value(row))}));
  keyed.sort((a, b) => {
    for (const [at, {descending}] of keys.entries()) {
      const order = compared(a.values[at], b.values[at], descending);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({row}) => row);
}

function compared(a: Value, b: Value, descending: boolean | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const isDescending = descending ?? typeof a === 'number';
  const order = typeof a === 'string' && typeof b === 'string' ? inWords(a, b) : Number(a > b) - Number(a < b);
  return isDescending ? -order : order;
}

/** By code units, as Go sorts strings: quick, and the same everywhere. */
const inWords = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function columnNamed<R>(all: ReadonlyArray<Column<R>>, name: string, flag: string): Column<R> {
  const wanted = name.toLowerCase();
  const column = all.find((one) => one.name === wanted) ?? all.find(({header}) => header.toLowerCase() === wanted);
  if (column !== undefined) return column;
  throw new UserError(`${flag}: there is no column "${name}"`, `Columns are ${listOf(all)}.`);
}

const listOf = <R>(all: ReadonlyArray<Column<R>>): string => all.map(({name}) => name).join(', ');
