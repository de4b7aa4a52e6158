import {ageOf} from '../../model/time.ts';
import type {Column, Value} from '../../views/listing.ts';
import type {Tone} from '../../views/view.ts';
import {age, bytes} from '../../views/words.ts';
import type {Resource, Used} from './kind.ts';

/** Columns that many tables have. */

const NOTHING = '–';

type More<R> = Partial<Pick<Column<R>, 'tone' | 'when' | 'align'>>;

/** A column of words. */
export const words = <R>(
  name: string,
  shows: string,
  text: (row: R) => string | undefined,
  more: More<R> = {},
): Column<R> => ({
  name,
  header: name.toUpperCase(),
  shows,
  when: 'shown',
  ...more,
  text: (row) => text(row) ?? '',
  value: (row) => text(row),
});

/** A column of numbers, which stand at the right. */
export const numbers = <R>(
  name: string,
  shows: string,
  value: (row: R) => number | undefined,
  spell: (value: number) => string = String,
  more: More<R> = {},
): Column<R> => ({
  name,
  header: name.toUpperCase(),
  shows,
  when: 'shown',
  align: 'right',
  ...more,
  text: (row) => spelt(value(row), spell),
  value: (row): Value => value(row),
});

const spelt = (value: number | undefined, spell: (value: number) => string): string =>
  value === undefined ? NOTHING : spell(value);

export const namespace = <R extends Resource>(): Column<R> =>
  words('namespace', 'its namespace', ({ref}) => ref.namespace);
export const name = <R extends Resource>(): Column<R> => words('name', 'its name', ({ref}) => ref.name);

export const aged = <R extends {readonly createdAt: string | undefined; readonly now: Date}>(): Column<R> =>
  numbers('age', 'how long it has been there', ({createdAt, now}) => ageOf(createdAt, now), age);

/** `250m`, `1.5`. */
export const cores = (nano: number): string => {
  const milli = nano / 1e6;
  return milli < 10_000 ? `${String(Math.round(milli))}m` : String(Math.round(milli / 100) / 10);
};

export const size = (value: number): string => bytes(value).replace(' ', '').replace('iB', 'i');

/** From here on a share is worth a look, and from here on it is trouble (k9s has the same two). */
const WARN = 70;
const BAD = 90;

export const toneOfShare = (percent: number | undefined): Tone =>
  percent === undefined || percent < WARN ? 'plain' : percent < BAD ? 'warn' : 'bad';

export const percent = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || whole <= 0 ? undefined : Math.round((part / whole) * 100);

/** What may be used, in the units of {@link Used}. */
export interface Bounded {
  readonly used: Used | undefined;
  readonly requests: Used;
  readonly limits: Used;
}

/** Use beside request and limit, and the shares that matter: CPU over its request is slow for others, memory at its limit is the end. */
export const usage = <R extends Bounded>(): ReadonlyArray<Column<R>> => [
  numbers('cpu', 'CPU it uses', ({used}) => used?.cpu, cores),
  numbers('cpu-req', 'CPU it asks for', ({requests}) => requests.cpu, cores, {when: 'wide'}),
  numbers('cpu-lim', 'CPU it may use', ({limits}) => limits.cpu, cores, {when: 'wide'}),
  share('%cpu', 'CPU of its limit, else of its request', ({used, requests, limits}) =>
    percent(used?.cpu, limits.cpu ?? requests.cpu),
  ),
  numbers('mem', 'memory it uses (working set)', ({used}) => used?.memory, size),
  numbers('mem-req', 'memory it asks for', ({requests}) => requests.memory, size, {when: 'wide'}),
  numbers('mem-lim', 'memory it may use', ({limits}) => limits.memory, size, {when: 'wide'}),
  share('%mem', 'memory of its limit, else of its request', ({used, requests, limits}) =>
    percent(used?.memory, limits.memory ?? requests.memory),
  ),
];

const share = <R>(called: string, shows: string, value: (row: R) => number | undefined): Column<R> =>
  numbers(called, shows, value, (one) => `${String(one)}%`, {tone: (row) => toneOfShare(value(row))});
