import type {Gap} from '../model/source.ts';
import {chosenColumns, sorted, sortKeys} from './columns.ts';
import {cellsOf, type Column, headingsOf, type Listing} from './listing.ts';

/** How a table was asked for: --columns, --sort-by, -o wide. */
export interface TableShape {
  readonly columns?: string | undefined;
  readonly sortBy?: string | undefined;
  readonly wide: boolean;
}

export interface TableContent<R> {
  readonly schema: string;
  readonly head: Readonly<Record<string, unknown>>;
  readonly rows: readonly R[];
  readonly columns: ReadonlyArray<Column<R>>;
  /** A row for programs; without it the row as it is. */
  readonly record?: ((row: R) => Readonly<Record<string, unknown>>) | undefined;
  readonly gaps?: readonly Gap[] | undefined;
}

/** Rows as a listing. */
export function tableOf<R extends object>(
  {schema, head, rows, columns, record, gaps = []}: TableContent<R>,
  {columns: typed, sortBy, wide}: TableShape,
): Listing {
  const chosen = chosenColumns(columns, {columns: typed, wide});
  return {
    schema,
    head,
    headings: headingsOf(chosen),
    rows: sorted(rows, sortKeys(columns, sortBy)).map((row) => ({
      cells: cellsOf(row, chosen),
      record: record?.(row) ?? fieldsOf(row),
    })),
    gaps,
  };
}

const fieldsOf = (row: object): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(row));
