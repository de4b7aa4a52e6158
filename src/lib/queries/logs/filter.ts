import type {Level, LogRecord} from '../../model/entry.ts';
import {levelRank} from '../../model/entry.ts';
import type {Linear} from '../../parse/regex/linear.ts';
import type {Predicate} from '../../parse/where/where.ts';
import {valueOf} from './record.ts';

/** Which entries are wanted, and how many around them. */
export interface Wanted {
  readonly where?: Predicate | undefined;
  readonly grep?: Linear | undefined;
  readonly include: readonly Linear[];
  readonly exclude: readonly Linear[];
  readonly level?: Level | undefined;
  /** Milliseconds since the epoch. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Entries of the same stream before and behind one that is wanted. */
  readonly before: number;
  readonly after: number;
}

export const wantsAll = (wanted: Wanted): boolean =>
  wanted.where === undefined &&
  wanted.grep === undefined &&
  wanted.include.length === 0 &&
  wanted.exclude.length === 0 &&
  wanted.level === undefined &&
  wanted.since === undefined &&
  wanted.until === undefined;

export function isWanted(record: LogRecord, wanted: Wanted): boolean {
  const {text, level, time} = record;
  if (wanted.level !== undefined && (level === undefined || levelRank(level) < levelRank(wanted.level))) return false;
  if (time !== undefined && (wanted.since !== undefined || wanted.until !== undefined)) {
    const at = Date.parse(time);
    if (at < (wanted.since ?? -Infinity) || at > (wanted.until ?? Infinity)) return false;
  }
  if (wanted.grep?.test(text) === false) return false;
  if (wanted.include.length > 0 && !wanted.include.some((one) => one.test(text))) return false;
  if (wanted.exclude.some((one) => one.test(text))) return false;
  return wanted.where?.((name) => valueOf(record, name)) ?? true;
}

/** Passes on what is wanted and, as grep's -A and -B do, what stood around it in the same stream; nothing twice. */
export function filter(wanted: Wanted): (record: LogRecord) => readonly LogRecord[] {
  if (wantsAll(wanted)) return (record) => [record];
  const streams = new Map<string, {held: LogRecord[]; owed: number}>();
  return (record) => {
    const isHit = isWanted(record, wanted);
    if (wanted.before === 0 && wanted.after === 0) return isHit ? [record] : [];
    const key = `${record.node ?? ''} ${record.namespace ?? ''} ${record.pod ?? ''} ${record.container ?? ''} ${record.source ?? ''}`;
    let stream = streams.get(key);
    if (stream === undefined) streams.set(key, (stream = {held: [], owed: 0}));
    if (isHit) {
      const out = [...stream.held, record];
      streams.set(key, {held: [], owed: wanted.after});
      return out;
    }
    if (stream.owed > 0) {
      stream.owed--;
      return [record];
    }
    stream.held.push(record);
    if (stream.held.length > wanted.before) stream.held.shift();
    return [];
  };
}
