import {timeUntil, trendOf} from '../../model/trend.ts';
import type {Amounts} from '../../model/usage.ts';
import type {UsageRow} from '../../model/usage-row.ts';
import {sparkline, squeezed} from '../sparkline.ts';
import {age} from '../words.ts';
import {type TopColumn, word} from './column.ts';

/** Characters of a sparkline in a table. */
const WIDTH = 20;

const trend = (what: 'cpu' | 'memory', name: string, header: string): TopColumn =>
  word({
    name,
    header,
    shows: `${what} over time, and when it reaches its limit (--watch, --since)`,
    pick: (row) => picture(row, what),
    value: (row) => untilFull(row, what),
    tone: (row) => (untilFull(row, what) === undefined ? 'plain' : 'warn'),
  });

export const trends: readonly TopColumn[] = [
  trend('cpu', 'cpu-trend', 'CPU-TREND'),
  trend('memory', 'mem-trend', 'MEM-TREND'),
];

function picture(row: UsageRow, what: 'cpu' | 'memory'): string | undefined {
  if (row.history === undefined) return undefined;
  const left = untilFull(row, what);
  const words = left === undefined ? '' : left === 0 ? ' full' : ` full in ${age(left * 1000)}`;
  return `${sparkline(squeezed(row.history[what], WIDTH))}${words}`;
}

/** Seconds until the straight line through what was seen reaches the limit; only of memory, CPU is throttled and stays. */
export function untilFull(row: UsageRow, what: 'cpu' | 'memory'): number | undefined {
  const limit = ceilingOf(row)?.[what];
  if (what === 'cpu' || limit === undefined || row.history === undefined) return undefined;
  const {stepSeconds, memory} = row.history;
  const points = memory.flatMap((value, at) => (value === undefined ? [] : [{at: at * stepSeconds * 1000, value}]));
  const left = timeUntil(limit, trendOf(points));
  return left === undefined || left > FORESIGHT ? undefined : Math.round(left / 1000);
}

/** A line drawn from minutes says nothing about next week. */
const FORESIGHT = 24 * 3_600_000;

const ceilingOf = ({limits, allocatable}: UsageRow): Amounts | undefined => allocatable ?? limits;
