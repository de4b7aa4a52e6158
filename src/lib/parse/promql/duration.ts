import type {Milliseconds} from '../../model/time.ts';

const UNITS: ReadonlyArray<readonly [string, Milliseconds]> = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** `1h30m`, `5m`, `90` (seconds): a duration as PromQL and Prometheus' configuration write it; undefined for anything else. */
export function promDuration(text: string): Milliseconds | undefined {
  if (/^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text) * 1000;
  const match = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (match === null || text === '') return undefined;
  return UNITS.reduce((sum, [, size], at) => sum + Number(match[at + 1] ?? 0) * size, 0);
}

/** The same as Prometheus writes it back: `1h30m`; years, weeks and days only where they are exact. */
export function spellDuration(duration: Milliseconds): string {
  if (duration === 0) return '0s';
  let rest = Math.abs(duration);
  const parts = UNITS.map(([unit, size], at) => {
    const isLarge = at < 3;
    if (isLarge && rest % size !== 0) return '';
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    return whole === 0 ? '' : `${whole}${unit}`;
  });
  return `${duration < 0 ? '-' : ''}${parts.join('')}`;
}
