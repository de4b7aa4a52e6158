import type {Ref} from '../model/ref.ts';
import {DAY, HOUR, type Milliseconds, MINUTE, SECOND} from '../model/time.ts';

/** Values as people say them. */

/** `1 pod`, `1 204 pods`, `2 policies`. */
export const count = (number: number, noun: string): string =>
  `${grouped(number)} ${number === 1 ? noun : plural(noun)}`;

/** A space reads the same to those who write 1,204 and to those who write 1.204. */
const grouped = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ' ');

export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(?:ss|x|ch|sh)$/.test(noun)) return `${noun}es`;
  // Endpoints and metrics are many already.
  return noun.endsWith('s') ? noun : `${noun}s`;
}

const YEAR: Milliseconds = 365 * DAY;

/** `5m32s`, `2d3h`: as kubectl writes ages (k8s.io/apimachinery, duration.HumanDuration). */
export function age(elapsed: Milliseconds): string {
  if (elapsed < 2 * MINUTE) return `${Math.max(0, whole(elapsed, SECOND))}s`;
  if (elapsed < 10 * MINUTE) return two(elapsed, [MINUTE, 'm'], [SECOND, 's']);
  if (elapsed < 3 * HOUR) return `${whole(elapsed, MINUTE)}m`;
  if (elapsed < 8 * HOUR) return two(elapsed, [HOUR, 'h'], [MINUTE, 'm']);
  if (elapsed < 2 * DAY) return `${whole(elapsed, HOUR)}h`;
  if (elapsed < 8 * DAY) return two(elapsed, [DAY, 'd'], [HOUR, 'h']);
  if (elapsed < 2 * YEAR) return `${whole(elapsed, DAY)}d`;
  return elapsed < 8 * YEAR ? two(elapsed, [YEAR, 'y'], [DAY, 'd']) : `${whole(elapsed, YEAR)}y`;
}

type Unit = readonly [length: Milliseconds, name: string];

const whole = (elapsed: Milliseconds, unit: Milliseconds): number => Math.floor(elapsed / unit);

function two(elapsed: Milliseconds, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const rest = whole(elapsed % large, small);
  return `${whole(elapsed, large)}${largeName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}

const SIZES = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `892 KiB`, `1.2 GiB`. */
export function bytes(size: number): string {
  if (size < 1024) return count(size, 'byte');
  const power = Math.min(SIZES.length, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** power;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${SIZES[power - 1] ?? ''}`;
}

/** `Deployment shop/db`, `Node node-1`. */
export const named = ({kind, namespace, name}: Ref): string =>
  `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

/** As short as it can be read beside the object that is told about: `db-0`, `Service db`, `kube-system/dns-1`. */
export function namedBeside({kind, namespace, name}: Ref, beside: Ref): string {
  const path = namespace === undefined || namespace === beside.namespace ? name : `${namespace}/${name}`;
  return kind === 'Pod' || kind === 'Node' ? path : `${kind} ${path}`;
}

/** `a, b and 3 more`. */
export function listed(words: readonly string[], atMost: number, more = ''): string {
  if (words.length <= atMost) return words.join(', ');
  return `${words.slice(0, atMost).join(', ')} and ${words.length - atMost} more${more}`;
}
