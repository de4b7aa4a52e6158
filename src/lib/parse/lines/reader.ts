import type {Entry} from '../../model/entry.ts';
import {access} from './access.ts';
import {entryOf} from './compose-entry.ts';
import {compose, cri, docker} from './container.ts';
import {mongo, mysql, mysqlSlow, postgres, redis} from './databases.ts';
import {journalExport} from './journal.ts';
import {json} from './json.ts';
import {kernel} from './kernel.ts';
import {klog} from './klog.ts';
import {logfmt} from './logfmt.ts';
import {nginxError, plain} from './plain.ts';
import type {Reader, Reading} from './reading.ts';
import {syslog} from './syslog.ts';
import {FOLLOWS, FOLLOWS_TEXT, type Trace, traceBegun} from './traces.ts';
import {w3c} from './w3c.ts';

/** One stream of lines in, entries out: every line ends up in exactly one entry, in order. */
export interface LineReader {
  /** A line without its line feed; `at` is the runtime's stamp where the stream has one. Gives what it completes. */
  push(line: string, at?: string): readonly Entry[];
  /** What is still open: at the end, or when the stream has been silent for a while. */
  flush(): readonly Entry[];
}

const ENVELOPES: readonly Reader[] = [docker, cri, kernel, syslog, compose];
const BODIES: readonly Reader[] = [
  klog,
  json,
  access,
  postgres,
  mysql,
  mysqlSlow,
  redis,
  mongo,
  nginxError,
  logfmt,
  plain,
];
const CONTAINER = new Set(['cri', 'docker']);

const ENVELOPES_AT_MOST = 3;
const PARTS_AT_MOST = 16 * 1024 * 1024;
const LINES_AT_MOST = 1000;
const CHARACTERS_AT_MOST = 256 * 1024;
/** Longer lines are read by their beginning. */
const READ_AT_MOST = 1024 * 1024;
/** A trace is written at once; what comes later than this, in milliseconds, is something else. */
const PAUSE = 5000;
const ANSI = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\))/g;

interface Open {
  readonly readings: readonly Reading[];
  readonly lines: string[];
  readonly trace: Trace | undefined;
  readonly hasEnded: boolean;
  readonly size: number;
}

export function lineReader(now: Date): LineReader {
  const parts = new Map<string, string>();
  const exported = journalExport();
  const bodies = [w3c(), ...BODIES];
  let open: Open | undefined;

  const close = (): Entry[] => {
    const found = open;
    open = undefined;
    return found === undefined ? [] : [finished(found)];
  };
  const take = (line: string, outer: readonly Reading[]): Entry[] => {
    const {readings, body, text} = peeled(line, outer, bodies, now);
    const next = open === undefined ? undefined : continued(open, readings, body);
    if (next !== undefined) {
      open = next;
      return [];
    }
    const done = close();
    const trace = traceBegun(body);
    open = {readings, lines: [text], trace, hasEnded: false, size: text.length};
    return done;
  };
  return {
    push(line, at) {
      const record = at === undefined ? exported.push(line) : 'no';
      if (record === 'more') return [];
      if (record !== 'no') return take(record.rest ?? '', [record]);
      return whole(line, at, parts, now, take);
    },
    flush() {
      const rest = [...parts].flatMap(([, text]) => take(text, []));
      parts.clear();
      const last = exported.end();
      return [...rest, ...(last === undefined ? [] : take(last.rest ?? '', [last])), ...close()];
    },
  };
}

/** Joins what a runtime has cut: parts are kept per stream, since stdout and stderr are interleaved. */
function whole(
  line: string,
  at: string | undefined,
  parts: Map<string, string>,
  now: Date,
  take: (line: string, outer: readonly Reading[]) => Entry[],
): Entry[] {
  if (at !== undefined) return take(line, [{format: 'text', time: at}]);
  const found = docker(line, now) ?? cri(line, now);
  if (found === undefined) return take(line, []);
  const stream = String(found.fields?.['stream']);
  const text = (parts.get(stream) ?? '') + (found.rest ?? '');
  if (found.isPartial === true && text.length < PARTS_AT_MOST) {
    parts.set(stream, text);
    return [];
  }
  parts.delete(stream);
  return take(text, [{...found, rest: text}]);
}

function peeled(line: string, outer: readonly Reading[], bodies: readonly Reader[], now: Date) {
  const readings = [...outer];
  let body = line.length > READ_AT_MOST ? line.slice(0, READ_AT_MOST) : line;
  if (body.includes('\u001B')) body = body.replace(ANSI, '');
  const envelopes = CONTAINER.has(outer[0]?.format ?? '') ? ENVELOPES.slice(2) : ENVELOPES;
  for (let depth = 0; depth < ENVELOPES_AT_MOST; depth++) {
    const found = first(envelopes, body, now);
    if (found === undefined) break;
    readings.push(found);
    body = found.rest ?? found.message ?? body;
    if (found.rest === undefined) return {readings, body, text: line};
  }
  const inner = first(bodies, body, now);
  if (inner !== undefined) readings.push(inner);
  const record = inner?.rest === undefined ? undefined : first(BODIES, inner.rest, now);
  if (record !== undefined) readings.push(record);
  return {readings, body, text: line};
}

function first(readers: readonly Reader[], line: string, now: Date): Reading | undefined {
  for (const read of readers) {
    const found = read(line, now);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The open entry with the line added, if it belongs there. */
function continued(open: Open, readings: readonly Reading[], body: string): Open | undefined {
  if (open.lines.length >= LINES_AT_MOST || open.size > CHARACTERS_AT_MOST || open.hasEnded) return undefined;
  if (isLater(open.readings, readings) || isOther(open.readings, readings)) return undefined;
  if (isRemark(open.readings, readings)) return added(open, body, open.trace, false);
  if (hasHead(readings)) return undefined;
  const {trace} = open;
  if (trace !== undefined) {
    if (trace.ends?.test(body) === true) return added(open, body, trace, true);
    if (trace.goesOn === undefined || trace.goesOn.test(body)) return added(open, body, trace, false);
  }
  const begun = traceBegun(body);
  const isHeaded = hasHead(open.readings) || hasLevel(open.readings);
  if (begun?.joins === true && (isHeaded || trace?.name === begun.name)) return added(open, body, begun, false);
  return (isHeaded || trace !== undefined ? FOLLOWS : FOLLOWS_TEXT).test(body)
    ? added(open, body, trace, false)
    : undefined;
}

const added = (open: Open, body: string, trace: Trace | undefined, hasEnded: boolean): Open => {
  open.lines.push(body);
  return {...open, trace, hasEnded, size: open.size + body.length};
};

const ENVELOPE_FORMATS = new Set(['cri', 'docker', 'syslog', 'compose', 'journal', 'text']);

/** Whether a line says by itself when or how it was written: that is where an entry begins. */
function hasHead(readings: readonly Reading[]): boolean {
  const inner = readings.at(-1);
  if (inner === undefined || ENVELOPE_FORMATS.has(inner.format)) return false;
  return inner.format !== 'plain' || inner.time !== undefined;
}

const hasLevel = (readings: readonly Reading[]): boolean => readings.some(({level}) => level !== undefined);

/** PostgreSQL's DETAIL, HINT and STATEMENT have a head of their own and belong to the line of the same process before. */
function isRemark(open: readonly Reading[], next: readonly Reading[]): boolean {
  const {remark, pid} = next.at(-1)?.fields ?? {};
  return remark !== undefined && open.at(-1)?.format === 'postgres' && open.at(-1)?.fields?.['pid'] === pid;
}

/** Lines of different programs or streams never belong together, and each of the kernel's stands by itself. */
function isOther(open: readonly Reading[], next: readonly Reading[]): boolean {
  const program = (readings: readonly Reading[]) => readings.find(({component}) => component !== undefined)?.component;
  const stream = (readings: readonly Reading[]) => readings[0]?.fields?.['stream'];
  const name = program(next);
  return name === 'kernel' || (name !== undefined && name !== program(open)) || stream(next) !== stream(open);
}

function isLater(open: readonly Reading[], next: readonly Reading[]): boolean {
  const [before, after] = [open[0]?.time, next[0]?.time];
  if (before === undefined || after === undefined || before === after) return false;
  return Math.abs(Date.parse(after) - Date.parse(before)) > PAUSE;
}

function finished({readings, lines, trace}: Open): Entry {
  const text = lines.join('\n');
  const entry = entryOf(readings, text, trace?.level);
  return lines.length === 1 || readings.at(-1) === undefined
    ? entry
    : {...entry, message: [entry.message, ...lines.slice(1)].join('\n')};
}

/** Every entry of a text. */
export function entriesOf(text: string, now: Date): readonly Entry[] {
  const reader = lineReader(now);
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return [...lines.flatMap((line) => reader.push(line.endsWith('\r') ? line.slice(0, -1) : line)), ...reader.flush()];
}
