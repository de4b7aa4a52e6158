export type Milliseconds = number;

export const SECOND: Milliseconds = 1000;
export const MINUTE: Milliseconds = 60_000;
export const HOUR: Milliseconds = 3_600_000;
export const DAY: Milliseconds = 86_400_000;

/** Milliseconds since the epoch; undefined for an absent or malformed stamp. */
export function instant(stamp: string | undefined): Milliseconds | undefined {
  if (stamp === undefined) return undefined;
  const value = Date.parse(stamp);
  return Number.isNaN(value) ? undefined : value;
}

/** How long ago, never negative; undefined when the stamp says nothing. */
export function ageOf(stamp: string | undefined, now: Date): Milliseconds | undefined {
  const value = instant(stamp);
  return value === undefined ? undefined : Math.max(0, now.getTime() - value);
}

/** True when the stamp is known and lies within the last `within` milliseconds. */
export const isRecent = (stamp: string | undefined, now: Date, within: Milliseconds): boolean =>
  (ageOf(stamp, now) ?? Infinity) <= within;

/** The earliest of some stamps. */
export function earliest(stamps: Iterable<string | undefined>): string | undefined {
  let best: string | undefined;
  for (const stamp of stamps) {
    const value = instant(stamp);
    if (value !== undefined && (best === undefined || value < Date.parse(best))) best = stamp;
  }
  return best;
}

export function latest(stamps: Iterable<string | undefined>): string | undefined {
  let best: string | undefined;
  for (const stamp of stamps) {
    const value = instant(stamp);
    if (value !== undefined && (best === undefined || value > Date.parse(best))) best = stamp;
  }
  return best;
}
