/** Time stamps as programs write them, at the beginning of a text. */
export interface Stamp {
  /** RFC 3339 in UTC; undefined for numbers that are no date. */
  readonly time: string | undefined;
  /** Where the text goes on. */
  readonly end: number;
  readonly isRough: boolean;
}

type Form = readonly [form: RegExp, read: (found: RegExpExecArray, now: Date) => string | undefined, isRough: boolean];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const A_DAY = 86_400_000;

/** Minutes east of Greenwich of the names that still occur; others are read as UTC, as if they were not there. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  BST: 60,
  CET: 60,
  WEST: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  JST: 540,
  KST: 540,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction?: string | undefined;
  readonly zone?: string | undefined;
}

/** RFC 3339 in UTC, with the digits of the second's fraction that were written and at least three. */
export function rfc3339({year, month, day, hour, minute, second, fraction = '', zone = ''}: Clock): string | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  const value = Date.UTC(year, month - 1, day, hour, minute, second) - offset(zone) * 60_000;
  if (Number.isNaN(value)) return undefined;
  return `${new Date(value).toISOString().slice(0, 19)}.${fraction.slice(0, 9).padEnd(3, '0')}Z`;
}

function offset(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined) return ZONES[zone] ?? 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Seconds since 1970, with a fraction; undefined outside of 1990 to 2100. */
export function fromEpoch(seconds: number): string | undefined {
  return seconds > 631_152_000 && seconds < 4_102_444_800
    ? new Date(Math.round(seconds * 1000)).toISOString()
    : undefined;
}

/** Seconds, milli-, micro- or nanoseconds since 1970: told apart by their size. */
export function fromNumber(value: number): string | undefined {
  for (const scale of [1, 1e3, 1e6, 1e9]) {
    const time = fromEpoch(value / scale);
    if (time !== undefined) return time;
  }
  return undefined;
}

const monthOf = (name = ''): number => MONTHS.indexOf(name.toLowerCase()) + 1;

/** Without a year: the one that puts the stamp nearest to, and not after, now. */
function dated(
  now: Date,
  month: number,
  day: number,
  clock: Omit<Clock, 'year' | 'month' | 'day'>,
): string | undefined {
  const year = now.getUTCFullYear();
  const isAhead = Date.UTC(year, month - 1, day, clock.hour, clock.minute) > now.getTime() + A_DAY;
  return rfc3339({...clock, year: isAhead ? year - 1 : year, month, day});
}

const clockOf = (hour = '', minute = '', second = '', fraction?: string) => ({
  hour: Number(hour),
  minute: Number(minute),
  second: Number(second),
  fraction,
});

const numbered = ([, year, month, day, h, m, s, fraction, zone]: RegExpExecArray): string | undefined =>
  rfc3339({...clockOf(h, m, s, fraction), year: Number(year), month: Number(month), day: Number(day), zone});
const named = ([, day, month, year, h, m, s, fraction, zone]: RegExpExecArray): string | undefined =>
  rfc3339({...clockOf(h, m, s, fraction), year: Number(year), month: monthOf(month), day: Number(day), zone});

const ZONE = String.raw`(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d|(?:[A-Z]{1,3}[SDE]?T)(?=[\s\]])))?`;

const FORMS: readonly Form[] = [
  // 2026-11-24T13:58:01.123456789Z, 2026-11-24 13:58:01,123 +0100, 2026-11-23  4:30:45
  [
    new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)(?:T| {1,2})(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,9}))?${ZONE}`),
    numbered,
    false,
  ],
  // 2026/03/01 12:00:00.123
  [/^(\d{4})\/(\d\d)\/(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?/, numbered, false],
  // 23/Nov/2026:04:20:53.123 +0000, 23-Nov-2026 04:19:11 UTC, 23 Nov 2026 04:30:57.223
  [
    new RegExp(String.raw`^(\d\d?)[-/ ]([A-Z][a-z]{2})[-/ ](\d{4})[: ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?${ZONE}`),
    named,
    false,
  ],
  // Sun Jan  5 20:25:34 2025, Thu Jun 2 00:01:01 UTC 2022
  [
    /^[A-Z][a-z]{2},? ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? (?:([A-Z]{3,4}) )?(\d{4})/,
    ([, month, day, h, m, s, fraction, zone, year]) =>
      rfc3339({...clockOf(h, m, s, fraction), year: Number(year), month: monthOf(month), day: Number(day), zone}),
    false,
  ],
  // Nov 24 13:58:01
  [
    /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?=[\s:]|$)/,
    ([, month, day, h, m, s, fraction], now) =>
      monthOf(month) === 0 ? undefined : dated(now, monthOf(month), Number(day), clockOf(h, m, s, fraction)),
    true,
  ],
  // 1428634687123 or 1795407553.490 before a blank
  [/^(\d{10}(?:\.\d{1,9})?|\d{13})(?=[\s:])/, ([, text = '']) => fromNumber(Number(text)), false],
  // 261123  4:30:45: MySQL up to 5.6
  [
    /^(\d\d)(\d\d)(\d\d) +(\d{1,2}):(\d\d):(\d\d)(?= )/,
    ([, year, month, day, h, m, s]) =>
      rfc3339({...clockOf(h, m, s), year: 2000 + Number(year), month: Number(month), day: Number(day)}),
    false,
  ],
];

export function stampAt(text: string, now: Date): Stamp | undefined {
  for (const [form, read, isRough] of FORMS) {
    const found = form.exec(text);
    if (found === null) continue;
    const time = read(found, now);
    if (time !== undefined) return {time, end: found[0].length, isRough};
  }
  return undefined;
}

/** A text that is a stamp and nothing else. */
export function stampOf(text: string, now: Date): string | undefined {
  const stamp = stampAt(text.trim(), now);
  return stamp !== undefined && text.trim().length - stamp.end <= 6 ? stamp.time : undefined;
}

/** klog's `1124 13:58:01.123456`. */
export const monthDay = (month: string, day: string, h: string, m: string, s: string, f: string, now: Date) =>
  dated(now, Number(month), Number(day), clockOf(h, m, s, f));
