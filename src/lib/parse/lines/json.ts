import type {Field, Fields, Level} from '../../model/entry.ts';
import {levelOf, levelOfPriority} from './level.ts';
import type {Reader, Reading} from './reading.ts';
import {fromNumber, stampOf} from './stamp.ts';

/** zap, zerolog, logrus, slog, pino, bunyan, winston, logback, ECS, Cloud Logging, OpenTelemetry, Serilog, MongoDB, audit logs. */
const TIMES = [
  'time',
  'ts',
  'timestamp',
  '@timestamp',
  'Timestamp',
  't',
  '@t',
  'asctime',
  'datetime',
  't.$date',
  'eventTime',
  'event_time',
  'start_time',
  'StartUTC',
  'time_iso8601',
  'time_local',
  'requestReceivedTimestamp',
  'stageTimestamp',
  '__REALTIME_TIMESTAMP',
  '_SOURCE_REALTIME_TIMESTAMP',
  'timeUnixNano',
  'TimeUnixNano',
  'timestamp.seconds',
  'EdgeStartTimestamp',
  'started_at',
  'date',
  'msec',
  '@ts',
];
const LEVELS = [
  'level',
  'lvl',
  'severity',
  'log.level',
  'level_name',
  'levelname',
  'loglevel',
  'logLevel',
  'log_level',
  'severityText',
  'SeverityText',
  'severity_text',
  '@l',
  'Level',
  'LogLevel',
  'severityNumber',
  's',
];
const MESSAGES = [
  'message',
  'msg',
  'MESSAGE',
  'body',
  'Body',
  'body.stringValue',
  'textPayload',
  'jsonPayload.message',
  'short_message',
  'Message',
  '@m',
  '@mt',
  'event',
  'log',
  'text',
];

/** Longer lines are data, not logs: they are kept as they are. */
const LINE_AT_MOST = 1024 * 1024;
const DEPTH = 4;
const FIELDS_AT_MOST = 400;

export const json: Reader = (line, now) => {
  if (line.charCodeAt(0) !== 123 || line.length > LINE_AT_MOST || !line.trimEnd().endsWith('}')) return undefined;
  const parsed = parse(line);
  return parsed === undefined ? undefined : fromObject(parsed, now);
};

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function fromObject(object: Readonly<Record<string, unknown>>, now: Date): Reading {
  const fields: Record<string, Field> = {};
  flatten(object, '', DEPTH, fields);
  const [timeKey, time] = firstTime(fields, now);
  const [levelKey, level] = firstLevel(fields);
  const messageKey = MESSAGES.find((key) => typeof fields[key] === 'string');
  const message = messageKey === undefined ? undefined : String(fields[messageKey]);
  const component = fields['SYSLOG_IDENTIFIER'] ?? fields['_COMM'];
  return {
    format: 'MESSAGE' in fields ? 'journal' : 'json',
    time,
    level,
    message,
    fields: without(fields, [timeKey, levelKey, messageKey]),
    component: component === undefined ? undefined : String(component),
  };
}

function flatten(
  object: Readonly<Record<string, unknown>>,
  prefix: string,
  depth: number,
  out: Record<string, Field>,
): void {
  for (const [key, value] of Object.entries(object)) {
    if (Object.keys(out).length >= FIELDS_AT_MOST) return;
    const name = prefix + key;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') out[name] = value;
    else if (typeof value !== 'object' || value === null) continue;
    else if (Array.isArray(value) || depth === 1) out[name] = JSON.stringify(value);
    else flatten(value as Readonly<Record<string, unknown>>, `${name}.`, depth - 1, out);
  }
}

function firstTime(fields: Fields, now: Date): readonly [key: string | undefined, time: string | undefined] {
  for (const key of TIMES) {
    const value = fields[key];
    const time =
      typeof value === 'number'
        ? fromNumber(value)
        : typeof value === 'string'
          ? (stampOf(value, now) ?? (/^\d{10,19}(\.\d+)?$/.test(value) ? fromNumber(Number(value)) : undefined))
          : undefined;
    if (time !== undefined) return [key, time];
  }
  return [undefined, undefined];
}

function firstLevel(fields: Fields): readonly [key: string | undefined, level: Level | undefined] {
  // A journal's record has a priority and a message that may be JSON with a level of its own.
  const priority = fields['PRIORITY'];
  if (priority !== undefined && 'MESSAGE' in fields) return ['PRIORITY', levelOfPriority(Number(priority))];
  for (const key of LEVELS) {
    const level = key === 's' ? mongoLevel(fields[key]) : levelOf(fields[key]);
    if (level !== undefined) return [key, level];
  }
  return [undefined, undefined];
}

const MONGO: Readonly<Record<string, Level>> = {F: 'fatal', E: 'error', W: 'warn', I: 'info'};
const mongoLevel = (value: Field | undefined): Level | undefined =>
  typeof value !== 'string' ? undefined : (MONGO[value] ?? (/^D\d?$/.test(value) ? 'debug' : undefined));

const without = (fields: Readonly<Record<string, Field>>, keys: ReadonlyArray<string | undefined>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
