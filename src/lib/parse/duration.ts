import type {Milliseconds} from '../model/time.ts';

const UNIT: Readonly<Record<string, Milliseconds>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** `90s`, `2m`, `1h30m`, `2d`, `0`: Go's durations as kubectl takes them, with days. A bare number is seconds, as in --request-timeout. */
export function duration(text: string): Milliseconds | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT[unit] ?? 0),
    0,
  );
}
