/**
 * The time that a log line begins with, as RFC 3339 in UTC, and what follows it.
 *
 * Stamps without a year or zone are read as UTC in the year that puts them nearest to, and not after, `now`: a node's
 * kernel and component logs carry no more than that.
 */
export interface Stamped {
  readonly at: string | undefined;
  readonly text: string;
}

type Reader = (line: string, now: Date) => Stamped | undefined;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const A_DAY = 86_400_000;

const iso = (text: string): string | undefined => {
  const value = Date.parse(text);
  return Number.isNaN(value) ? undefined : new Date(value).toISOString();
};

/** `2026-11-24T13:58:01.123456789Z` or with an offset: CRI, pod logs with timestamps, rsyslog's high-precision form. */
const rfc3339: Reader = (line) => {
  const found = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?)(Z|[+-]\d\d:?\d\d)? ?/.exec(line);
  if (found === null) return undefined;
  const [stamp, moment = '', zone = 'Z'] = found;
  return {
    at: iso(
      `${moment
        .replace(' ', 'T')
        .replace(',', '.')
        .replace(/(\.\d{3})\d+/, '$1')}${zone}`,
    ),
    text: line.slice(stamp.length),
  };
};

/** `Nov 24 13:58:01 `: RFC 3164, as syslog files have it. */
const syslog: Reader = (line, now) => {
  const found = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.\d+)? /.exec(line);
  if (found === null) return undefined;
  const [stamp, month = '', day, hour, minute, second] = found;
  return {
    at: inYear(MONTHS.indexOf(month), [day, hour, minute, second].map(Number), 0, now),
    text: line.slice(stamp.length),
  };
};

/** `E1124 13:58:01.123456   12345 file.go:10] `: klog, as the core components write it. The header stays in the text. */
const klog: Reader = (line, now) => {
  const [, month, day, hour, minute, second, micros = '0'] =
    /^[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,6})/.exec(line) ?? [];
  if (month === undefined) return undefined;
  return {
    at: inYear(
      Number(month) - 1,
      [day, hour, minute, second].map(Number),
      Math.floor(Number(micros.padEnd(6, '0')) / 1000),
      now,
    ),
    text: line,
  };
};

/** `time="2026-11-24T13:58:01.123Z" level=…` (logrus) and `{"ts":"…"` or `"time":"…"` (zap, slog): the line stays whole. */
const inside: Reader = (line) => {
  const [, stamp] =
    /^(?:time=|\{.{0,200}?"(?:ts|time|timestamp|@timestamp)":)"(\d{4}-\d\d-\d\dT[^"]{8,32})"/.exec(line) ?? [];
  return stamp === undefined ? undefined : {at: iso(stamp), text: line};
};

const readers: readonly Reader[] = [rfc3339, syslog, klog, inside];

function inYear(
  month: number,
  [day = 1, hour = 0, minute = 0, second = 0]: readonly number[],
  millis: number,
  now: Date,
): string | undefined {
  if (month < 0) return undefined;
  const thisYear = Date.UTC(now.getUTCFullYear(), month, day, hour, minute, second, millis);
  // A stamp of tomorrow is one of last year; a few hours ahead is only another zone.
  const value =
    thisYear > now.getTime() + A_DAY
      ? Date.UTC(now.getUTCFullYear() - 1, month, day, hour, minute, second, millis)
      : thisYear;
  return Number.isNaN(value) ? undefined : new Date(value).toISOString();
}

export function stamped(line: string, now: Date): Stamped {
  for (const read of readers) {
    const found = read(line, now);
    if (found !== undefined) return found;
  }
  return {at: undefined, text: line};
}
