import type {Milliseconds} from './time.ts';

/** A value at a moment. */
export interface Point {
  readonly at: Milliseconds;
  readonly value: number;
}

export interface Trend {
  /** Units of the value a second. */
  readonly slope: number;
  /** Where the line stands at the last point. */
  readonly now: number;
  /** Share of the movement that the line explains, 0 to 1 (R squared). */
  readonly fit: number;
}

/** Fewer points than this lie on any line. */
const POINTS_AT_LEAST = 4;

/** The straight line through the points, by least squares; undefined for too few of them or no time between them. */
export function trendOf(points: readonly Point[]): Trend | undefined {
  const last = points.at(-1);
  if (last === undefined || points.length < POINTS_AT_LEAST) return undefined;
  const xs = points.map(({at}) => (at - last.at) / 1000);
  const ys = points.map(({value}) => value);
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const xx = sum(xs.map((x) => (x - meanX) ** 2));
  const yy = sum(ys.map((y) => (y - meanY) ** 2));
  const xy = sum(xs.map((x, at) => (x - meanX) * ((ys[at] ?? 0) - meanY)));
  if (xx === 0) return undefined;
  const slope = xy / xx;
  return {slope, now: meanY - slope * meanX, fit: yy === 0 ? 0 : (xy * xy) / (xx * yy)};
}

/** How clearly the points must lie on a line before anything is foretold from it. */
const FIT_AT_LEAST = 0.5;

/** When the line reaches the limit; undefined where it moves away from it, hardly moves, or jumps about. */
export function timeUntil(limit: number, trend: Trend | undefined): Milliseconds | undefined {
  if (trend === undefined || trend.fit < FIT_AT_LEAST) return undefined;
  const distance = limit - trend.now;
  if (distance <= 0 || trend.slope <= 0) return distance <= 0 ? 0 : undefined;
  return (distance / trend.slope) * 1000;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
