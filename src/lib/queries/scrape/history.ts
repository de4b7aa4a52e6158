import type {Milliseconds} from '../../model/time.ts';
import {rowKey, type SeriesRow} from './series.ts';

/** A row with what it did since it was seen before. */
export interface MovingRow extends SeriesRow {
  /** Per second, of what counts: counters, and the observations of a distribution. */
  readonly rate: number | undefined;
  readonly change: number | undefined;
  /** Rates of what counts, values of the rest, oldest first. */
  readonly trend: readonly number[];
}

const KEPT = 60;

interface Seen {
  readonly at: Milliseconds;
  readonly value: number;
  readonly trend: readonly number[];
}

export const counts = ({type, metric}: SeriesRow): boolean =>
  type === 'counter' || type === 'histogram' || type === 'summary' || (type === 'unknown' && metric.endsWith('_total'));

/** Remembers rows from one look to the next. A counter that fell began again at zero. */
export class History {
  #seen = new Map<string, Seen>();

  take(rows: readonly SeriesRow[], at: Milliseconds): readonly MovingRow[] {
    const next = new Map<string, Seen>();
    const moving = rows.map((row) => {
      const key = rowKey(row);
      const before = this.#seen.get(key);
      const {rate, change} = before === undefined ? {rate: undefined, change: undefined} : moved(row, before, at);
      const latest = counts(row) ? rate : row.value;
      const trend = [...(before?.trend ?? []), ...(latest === undefined ? [] : [latest])].slice(-KEPT);
      next.set(key, {at, value: row.value, trend});
      return {...row, rate, change, trend};
    });
    this.#seen = next;
    return moving;
  }
}

function moved(row: SeriesRow, before: Seen, at: Milliseconds): Pick<MovingRow, 'rate' | 'change'> {
  const change = row.value - before.value;
  if (!counts(row)) return {rate: undefined, change};
  const grown = change < 0 ? row.value : change;
  const passed = (at - before.at) / 1000;
  return {rate: passed > 0 ? grown / passed : undefined, change};
}

/** What differs between two looks at the same thing. */
export interface Difference {
  readonly row: SeriesRow;
  readonly is: 'new' | 'gone' | 'changed';
  readonly before: number | undefined;
  readonly after: number | undefined;
}

export function differences(before: readonly SeriesRow[], after: readonly SeriesRow[]): readonly Difference[] {
  const keyOf = (row: SeriesRow): string => rowKey({...row, target: ''});
  const old = new Map(before.map((row) => [keyOf(row), row]));
  const found: Difference[] = [];
  for (const row of after) {
    const was = old.get(keyOf(row));
    old.delete(keyOf(row));
    if (was === undefined) found.push({row, is: 'new', before: undefined, after: row.value});
    else if (!Object.is(was.value, row.value) || was.distribution?.sum !== row.distribution?.sum)
      found.push({row, is: 'changed', before: was.value, after: row.value});
  }
  return [
    ...found,
    ...[...old.values()].map((row): Difference => ({row, is: 'gone', before: row.value, after: undefined})),
  ];
}
