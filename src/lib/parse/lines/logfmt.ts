import type {Field, Fields} from '../../model/entry.ts';
import {levelOf} from './level.ts';
import type {Reader} from './reading.ts';
import {fromNumber, stampOf} from './stamp.ts';

/** `key=value key="a \"quoted\" value"`, one pair. */
const PAIR = /([A-Za-z_@][\w.@/-]{0,80})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/gy;
const ESCAPE = /\\(.)/g;
const ESCAPED: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r'};

export const unquoted = (text: string): string =>
  text.includes('\\') ? text.replace(ESCAPE, (_, letter: string) => ESCAPED[letter] ?? letter) : text;

/** The pairs from a position to the end; undefined where something else stands between them. */
export function pairs(line: string, from: number): Readonly<Record<string, string>> | undefined {
  const out: Record<string, string> = {};
  let at = from;
  while (at < line.length) {
    if (line.charCodeAt(at) === 32) {
      at++;
      continue;
    }
    PAIR.lastIndex = at;
    const found = PAIR.exec(line);
    if (found === null) return undefined;
    const [, key = '', quoted, bare] = found;
    out[key] = quoted === undefined ? (bare ?? '') : unquoted(quoted);
    at = PAIR.lastIndex;
  }
  return out;
}

/** A number that reads back as it was written is one; ids with leading zeros and huge numbers stay words. */
const valueOf = (text: string): Field => (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/.test(text) ? Number(text) : text);

const TIMES = ['time', 'ts', 'timestamp', 't'];
const LEVELS = ['level', 'lvl', 'severity', 'loglevel'];
const MESSAGES = ['msg', 'message'];

/** logrus, go-kit, slog's text handler, containerd, dockerd, CRI-O. */
export const logfmt: Reader = (line, now) => {
  if (!/^[A-Za-z_@][\w.@/-]{0,80}=/.test(line)) return undefined;
  const found = pairs(line, 0);
  if (found === undefined || Object.keys(found).length < 2) return undefined;
  const first = (names: readonly string[]): string | undefined => names.find((name) => found[name] !== undefined);
  const [timeKey, levelKey, messageKey] = [first(TIMES), first(LEVELS), first(MESSAGES)];
  if (timeKey === undefined && levelKey === undefined && messageKey === undefined) return undefined;
  const level = levelOf(found[levelKey ?? '']);
  const stamp = found[timeKey ?? ''];
  const time = stamp === undefined ? undefined : (stampOf(stamp, now) ?? fromNumber(Number(stamp)));
  return {
    format: 'logfmt',
    time,
    level,
    message: found[messageKey ?? ''],
    fields: fieldsOf(found, [
      time === undefined ? undefined : timeKey,
      level === undefined ? undefined : levelKey,
      messageKey,
    ]),
  };
};

export const fieldsOf = (
  found: Readonly<Record<string, string>>,
  leftOut: ReadonlyArray<string | undefined> = [],
): Fields =>
  Object.fromEntries(
    Object.entries(found).flatMap(([key, value]) => (leftOut.includes(key) ? [] : [[key, valueOf(value)]])),
  );
