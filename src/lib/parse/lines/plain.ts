import type {Field} from '../../model/entry.ts';
import {levelOfWord, standingLevel} from './level.ts';
import type {Reader} from './reading.ts';
import {stampAt} from './stamp.ts';

/** nginx: `2026/03/01 12:00:00 [error] 29#29: *1 message, client: …, server: …, request: "…"`. */
const NGINX = /^ ?\[(\w+)\] (\d+)#(\d+): (?:\*(\d+) )?/;
const NGINX_FIELDS = /, (client|server|request|upstream|host|referrer|subrequest): (?:"((?:[^"\\]|\\.)*)"|([^,"]+))/g;

export const nginxError: Reader = (line, now) => {
  if (!/^\d{4}\/\d\d\/\d\d /.test(line)) return undefined;
  const stamp = stampAt(line, now);
  const found = stamp === undefined ? null : NGINX.exec(line.slice(stamp.end));
  if (stamp === undefined || found === null) return undefined;
  const [head, word = '', pid, , connection] = found;
  const message = line.slice(stamp.end + head.length);
  const fields: Record<string, Field> = {pid: Number(pid)};
  if (connection !== undefined) fields['connection'] = Number(connection);
  for (const [, name = '', quoted, bare] of message.matchAll(NGINX_FIELDS)) fields[name] = quoted ?? bare ?? '';
  return {format: 'nginx', time: stamp.time, level: levelOfWord(word), message, fields};
};

/** What stands between a stamp and the message: separators, and brackets with threads, pids and loggers in them. */
const SEPARATORS = /^[\s\-–:|,\]]{0,12}/;

/**
 * A time, a level and a message in any order that frameworks use: logback, log4j, python's logging, log, env_logger,
 * tracing, monolog, Ruby's Logger, Serilog, NLog, Kafka, ZooKeeper. Without either it is no line of this kind.
 */
export const plain: Reader = (line, now) => {
  const opening = line.startsWith('[') ? 1 : 0;
  const ruby = opening === 0 ? /^[DIWEFA], \[/.exec(line)?.[0].length : undefined;
  const from = ruby ?? opening;
  const stamp = stampAt(from === 0 ? line : line.slice(from), now);
  const after = stamp === undefined ? line : line.slice(from + stamp.end);
  const standing = standingLevel(after);
  if (stamp === undefined && standing === undefined) return undefined;
  const body = after.replace(SEPARATORS, '');
  return {
    format: 'plain',
    time: stamp?.time,
    isRough: stamp?.isRough,
    level: standing?.level,
    message: standing === undefined ? body : messageOf(after, standing.start, standing.end),
  };
};

/** The text without its level where that stands at its beginning; a word of a sentence ("panic: …") stays. */
function messageOf(text: string, start: number, end: number): string {
  const before = text.slice(0, start).replace(SEPARATORS, '').trimEnd();
  const isHead = /^(?:[\s\-–:|,[\]]*|(?:\[[^\]]*\] ?)+)$/.test(before) && !/panic\W*$/i.test(text.slice(0, end));
  if (!isHead) return text.replace(SEPARATORS, '');
  const after = text.slice(end).replace(/^[\])>|:,-]*\s*(?:[-–:] )?/, '');
  return /\w/.test(before) ? `${before} ${after}` : after;
}
