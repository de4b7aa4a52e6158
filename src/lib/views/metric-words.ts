import type {Labels} from '../model/exposition.ts';
import {bytes} from './words.ts';

/** Values of metrics as people say them, by what their names say of their unit. */

type Spelling = (value: number) => string;

const UNITS: ReadonlyArray<readonly [RegExp, Spelling]> = [
  [
    /_timestamp_seconds$|_time_seconds$|_created$/,
    (value) => (value > 1e9 ? new Date(value * 1000).toISOString().replace('.000Z', 'Z') : seconds(value)),
  ],
  [/_bytes(?:_total|_sum)?$/, (value) => (Number.isFinite(value) && value >= 0 ? bytes(value) : plain(value))],
  [/_milliseconds(?:_total|_sum)?$/, (value) => seconds(value / 1000)],
  [/_microseconds(?:_total|_sum)?$/, (value) => seconds(value / 1e6)],
  [/_seconds(?:_total|_sum)?$/, (value) => seconds(value)],
  [/_ratio$/, (value) => `${plain(value * 100)}%`],
];

/** `1.2 GiB` of `…_bytes`, `12ms` of `…_seconds`, `42` of others. */
export function metricValue(metric: string, value: number): string {
  const [, spell] = UNITS.find(([pattern]) => pattern.test(metric)) ?? [];
  return (spell ?? plain)(value);
}

/** As short as it stays exact enough to compare: `1234567`, `0.125`, `3.2e-7`. */
export function plain(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** `850µs`, `12.5ms`, `3.2s`, `2h 5m`. */
export function seconds(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size === 0) return `${plain(value)}s`;
  if (size < 1e-6) return `${plain(value * 1e9)}ns`;
  if (size < 1e-3) return `${rounded(value * 1e6)}µs`;
  if (size < 1) return `${rounded(value * 1e3)}ms`;
  if (size < 120) return `${rounded(value)}s`;
  if (size < 7200) return `${Math.floor(value / 60)}m ${Math.round(value % 60)}s`;
  if (size < 2 * 86_400) return `${Math.floor(value / 3600)}h ${Math.round((value % 3600) / 60)}m`;
  return `${Math.floor(value / 86_400)}d ${Math.round((value % 86_400) / 3600)}h`;
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** `12.5/s`; of bytes `1.2 MiB/s`; of seconds a second `350ms/s`. */
export const rateWords = (metric: string, perSecond: number): string => `${metricValue(metric, perSecond)}/s`;

/** `code="200",method="get"`, or nothing. */
export const labelWords = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');
