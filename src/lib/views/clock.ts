import {instant} from '../model/time.ts';

/** Moments as a clock on the wall shows them. */
export interface Clock {
  /** `02:08:11`, and with its day where that is another one: `Feb 28 02:08`. Empty for no stamp. */
  at(stamp: string | undefined): string;
  /** `2026-03-01 02:17:09 UTC` */
  full(stamp: string): string;
  /** `02:17:09 UTC` */
  zoned(stamp: string): string;
}

/** A clock in a time zone (the machine's own where none is named), on the day of a stamp. */
export function clock(today: string, timeZone: string | undefined): Clock {
  const format = new Intl.DateTimeFormat('en-GB', {...FIELDS, ...(timeZone === undefined ? {} : {timeZone})});
  const read = (stamp: string | undefined): Moment | undefined => {
    const value = instant(stamp);
    return value === undefined ? undefined : momentOf(format.formatToParts(value));
  };
  const now = read(today);
  const spell = (stamp: string | undefined, words: (moment: Moment) => string): string => {
    const moment = read(stamp);
    return moment === undefined ? '' : words(moment);
  };
  return {
    at: (stamp) =>
      spell(stamp, ({day, shortDay, time}) => (day === now?.day ? time : `${shortDay} ${time.slice(0, 5)}`)),
    full: (stamp) => spell(stamp, ({day, time, zone}) => `${day} ${time} ${zone}`),
    zoned: (stamp) => spell(stamp, ({time, zone}) => `${time} ${zone}`),
  };
}

interface Moment {
  readonly day: string;
  readonly shortDay: string;
  readonly time: string;
  readonly zone: string;
}

const FIELDS: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function momentOf(parts: readonly Intl.DateTimeFormatPart[]): Moment {
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    shortDay: `${MONTHS[Number(part('month')) - 1] ?? ''} ${part('day')}`,
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    zone: part('timeZoneName'),
  };
}
