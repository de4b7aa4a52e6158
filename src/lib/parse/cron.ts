/** A schedule as the CronJob controller reads it (robfig/cron v3, standard parser): five fields, or a descriptor. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Either the day of the month or that of the week will do, unless one of them is `*`. */
  readonly isEitherDay: boolean;
}

export type CronOutcome =
  {readonly is: 'schedule'; readonly cron: Cron | undefined} | {readonly is: 'wrong'; readonly because: string};

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

interface Field {
  readonly what: string;
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}
const FIELDS: readonly Field[] = [
  {what: 'minute', low: 0, high: 59},
  {what: 'hour', low: 0, high: 23},
  {what: 'day of month', low: 1, high: 31},
  {what: 'month', low: 1, high: 12, names: MONTHS},
  {what: 'day of week', low: 0, high: 6, names: DAYS},
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

class Wrong extends Error {}

function value(text: string, {what, low, high, names = []}: Field): number {
  const named = names.indexOf(text.toLowerCase());
  const number = named >= 0 ? named + low : /^\d+$/.test(text) ? Number(text) : undefined;
  if (number === undefined) throw new Wrong(`"${text}" is no ${what}`);
  if (number < low || number > high)
    throw new Wrong(`${what} ${text} is not between ${String(low)} and ${String(high)}`);
  return number;
}

function part(text: string, field: Field): readonly number[] {
  const [range = '', stepText, ...more] = text.split('/');
  if (more.length > 0 || (stepText !== undefined && !/^[1-9]\d*$/.test(stepText)))
    throw new Wrong(`"${text}" has no valid step`);
  const [from = '', to, ...rest] = range.split('-');
  if (rest.length > 0) throw new Wrong(`"${range}" has too many hyphens`);
  const isAll = range === '*' || range === '?';
  const low = isAll ? field.low : value(from, field);
  const high = isAll ? field.high : to === undefined ? (stepText === undefined ? low : field.high) : value(to, field);
  if (low > high) throw new Wrong(`"${range}" begins after its end`);
  const step = Number(stepText ?? 1);
  return Array.from({length: Math.floor((high - low) / step) + 1}, (_, at) => low + at * step);
}

const fieldOf = (text: string, field: Field): ReadonlySet<number> =>
  new Set(text.split(',').flatMap((one) => part(one, field)));

/** `@every 1h` is valid and has no fixed times: its schedule is undefined. */
export function cron(schedule: string): CronOutcome {
  const text = schedule.trim().replace(/^(?:CRON_)?TZ=\S+\s+/, '');
  if (/^@every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|[smh]))+$/.test(text)) return {is: 'schedule', cron: undefined};
  if (text.startsWith('@') && !Object.hasOwn(DESCRIPTORS, text))
    return {is: 'wrong', because: `"${text}" is no descriptor such as @hourly or @daily`};
  const words = (DESCRIPTORS[text] ?? text).split(/\s+/).filter((word) => word !== '');
  if (words.length !== FIELDS.length)
    return {
      is: 'wrong',
      because: `expected 5 fields (minute, hour, day of month, month, day of week), found ${String(words.length)}`,
    };
  try {
    const [minutes, hours, days, months, weekdays] = FIELDS.map((field, at) => fieldOf(words[at] ?? '', field)) as [
      ReadonlySet<number>,
      ReadonlySet<number>,
      ReadonlySet<number>,
      ReadonlySet<number>,
      ReadonlySet<number>,
    ];
    const isStar = (word: string | undefined): boolean => /^[*?]/.test(word ?? '');
    return {
      is: 'schedule',
      cron: {minutes, hours, days, months, weekdays, isEitherDay: !isStar(words[2]) && !isStar(words[4])},
    };
  } catch (error) {
    return {is: 'wrong', because: error instanceof Error ? error.message : String(error)};
  }
}

const DAY_MS = 86_400_000;

const isDay = ({days, months, weekdays, isEitherDay}: Cron, at: Date): boolean => {
  const [day, weekday] = [days.has(at.getUTCDate()), weekdays.has(at.getUTCDay())];
  return months.has(at.getUTCMonth() + 1) && (isEitherDay ? day || weekday : day && weekday);
};

/** The last time at or before `now` at which it was due, in UTC; undefined when that is more than 400 days ago. */
export function lastDue(schedule: Cron, now: Date): Date | undefined {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  for (let back = 0; back < 400; back += 1) {
    const start = midnight - back * DAY_MS;
    if (!isDay(schedule, new Date(start))) continue;
    const latest = back === 0 ? Math.floor((now.getTime() - start) / 60_000) : 1439;
    for (let minute = latest; minute >= 0; minute -= 1)
      if (schedule.hours.has(Math.floor(minute / 60)) && schedule.minutes.has(minute % 60))
        return new Date(start + minute * 60_000);
  }
  return undefined;
}
