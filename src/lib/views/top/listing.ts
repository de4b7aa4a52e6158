import type {Gap, Origin} from '../../model/source.ts';
import type {UsageRow} from '../../model/usage-row.ts';
import {type Cell, cellsOf, headingsOf, type Listing} from '../listing.ts';
import type {TopColumn} from './column.ts';
import {recordOf} from './record.ts';

export interface TopHead {
  /** `pods` in `kdiag.top-pods/v1`. */
  readonly subject: string;
  readonly origin: Origin;
  readonly takenAt: Date;
  readonly source: string | undefined;
  readonly gaps: readonly Gap[];
  readonly withSum: boolean;
}

/** Rows as a listing of the chosen columns. */
export function topListing(rows: readonly UsageRow[], columns: readonly TopColumn[], head: TopHead): Listing {
  const totals = head.withSum ? totalsOf(rows, columns) : [];
  return {
    schema: `kdiag.top-${head.subject}/v1`,
    head: {
      origin: head.origin,
      takenAt: head.takenAt.toISOString(),
      source: head.source,
      ...(head.withSum ? {sum: sumRecord(rows, columns)} : {}),
    },
    headings: headingsOf(columns),
    rows: rows.map((row) => ({
      cells: cellsOf(row, columns),
      // A table has no use for it.
      get record() {
        return recordOf(row);
      },
      ref: row.ref,
    })),
    footer: totals.length === 0 ? undefined : [totals.map(ruleAbove), totals],
    gaps: head.gaps,
  };
}

function totalsOf(rows: readonly UsageRow[], columns: readonly TopColumn[]): readonly Cell[] {
  return columns.map(({total, spellTotal}) => {
    const value = total?.(rows);
    return {text: value === undefined ? '' : (spellTotal?.(value) ?? ''), value, tone: 'strong'};
  });
}

/** The line that kubectl draws above its sums. */
const ruleAbove = ({text}: Cell): Cell => ({text: text === '' ? '' : '________', value: undefined, tone: 'muted'});

/** Sums by the columns' names, in the units of the records. */
const sumRecord = (rows: readonly UsageRow[], columns: readonly TopColumn[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    columns.flatMap((column): Array<[string, number]> => {
      if (column.total === undefined) return [];
      const values = rows.map((row) => column.value(row)).filter((value) => typeof value === 'number');
      return values.length === 0 || column.name.startsWith('%')
        ? []
        : [[column.name, values.reduce((sum, value) => sum + value, 0)]];
    }),
  );
