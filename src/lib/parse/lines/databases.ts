import type {Level} from '../../model/entry.ts';
import {levelOfWord} from './level.ts';
import type {Reader} from './reading.ts';
import {stampAt} from './stamp.ts';

const POSTGRES =
  /^(?:\[(\d+)\](?:: \[[\d-]+\])?|\[[\d-]+\])? ?(?:(\S{1,128}@\S{1,128}|\S{0,64}) )?(DEBUG\d?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|STATEMENT|DETAIL|HINT|CONTEXT|QUERY|LOCATION): {1,2}/;
const REMARKS = new Set(['STATEMENT', 'DETAIL', 'HINT', 'CONTEXT', 'QUERY', 'LOCATION']);

/** `2026-11-23 04:30:37.416 UTC [16771] user@db FATAL:  message`; what belongs to the line before has the same head. */
export const postgres: Reader = (line, now) => {
  const stamp = /^\d{4}-/.test(line) ? stampAt(line, now) : undefined;
  if (stamp === undefined) return undefined;
  const after = line.slice(stamp.end).trimStart();
  const found = POSTGRES.exec(after);
  if (found === null) return undefined;
  const [head, pid, who, word = ''] = found;
  const [user = '', database] = (who ?? '').split('@');
  return {
    format: 'postgres',
    time: stamp.time,
    level: levelOfWord(word) ?? 'info',
    message: after.slice(head.length),
    fields: {
      ...(pid === undefined ? {} : {pid: Number(pid)}),
      ...(database === undefined ? {} : {user, database}),
      ...(REMARKS.has(word) ? {remark: word.toLowerCase()} : {}),
    },
  };
};

const MYSQL = /^ *(\d+) \[(Note|Warning|ERROR|System)\] (?:\[(MY-\d+)\] )?(?:\[(\w+)\] )?/;

/** `2026-11-23T04:30:45.123Z 0 [ERROR] [MY-010119] [Server] message`: MySQL and MariaDB. */
export const mysql: Reader = (line, now) => {
  const stamp = /^\d{4}|^\d{6} /.test(line) ? stampAt(line, now) : undefined;
  const found = stamp === undefined ? null : MYSQL.exec(line.slice(stamp.end));
  if (stamp === undefined || found === null) return undefined;
  const [head, thread, word = '', code, subsystem] = found;
  return {
    format: 'mysql',
    time: stamp.time,
    level: levelOfWord(word),
    message: line.slice(stamp.end + head.length),
    fields: {
      thread: Number(thread),
      ...(code === undefined ? {} : {code}),
      ...(subsystem === undefined ? {} : {subsystem}),
    },
  };
};

const REDIS = /^(\d+):([MSCX]) (\d\d [A-Z][a-z]{2} (?:\d{4} )?\d\d:\d\d:\d\d\.\d{3}) ([.\-*#]) /;
const REDIS_LEVELS: Readonly<Record<string, Level>> = {'.': 'debug', '-': 'debug', '*': 'info', '#': 'warn'};
const ROLES: Readonly<Record<string, string>> = {M: 'master', S: 'replica', C: 'child', X: 'sentinel'};

/** `1:M 23 Nov 2026 04:30:57.223 # message`. */
export const redis: Reader = (line, now) => {
  const [head, pid, role = '', stamp = '', mark = ''] = REDIS.exec(line) ?? [];
  if (head === undefined) return undefined;
  return {
    format: 'redis',
    time: stampAt(stamp, now)?.time,
    level: REDIS_LEVELS[mark],
    message: line.slice(head.length),
    fields: {pid: Number(pid), role: ROLES[role] ?? role},
  };
};

const MONGO = /^(\d{4}-\d\d-\d\dT\S{10,24}) ([DIWEF])\d? +(\w+|-) +\[([^\]]{1,80})\] /;
const MONGO_LEVELS: Readonly<Record<string, Level>> = {D: 'debug', I: 'info', W: 'warn', E: 'error', F: 'fatal'};

/** Up to 4.2; later ones write JSON. */
export const mongo: Reader = (line, now) => {
  const [head, stamp = '', letter = '', subsystem = '', context = ''] = MONGO.exec(line) ?? [];
  if (head === undefined) return undefined;
  return {
    format: 'mongo',
    time: stampAt(stamp, now)?.time,
    level: MONGO_LEVELS[letter],
    message: line.slice(head.length),
    fields: {subsystem, context},
  };
};

/** The slow query log: one record from `# Time:` to the next. */
export const mysqlSlow: Reader = (line, now) => {
  if (!line.startsWith('# Time: ')) return undefined;
  return {format: 'mysql-slow', time: stampAt(line.slice(8), now)?.time, level: 'warn', message: line};
};
