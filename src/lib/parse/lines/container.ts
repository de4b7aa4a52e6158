import type {Reader} from './reading.ts';
import {stampAt, stampOf} from './stamp.ts';

/** `2026-11-24T13:58:01.123456789Z stdout F message`: Kubernetes' container runtime interface. */
const CRI = /^\d{4}-\d\d-\d\dT\S{8,30} (stdout|stderr) ([PF])(?::\S*)? ?/;

export const cri: Reader = (line, now) => {
  const [head, stream = '', tag] = CRI.exec(line) ?? [];
  const stamp = head === undefined ? undefined : stampAt(line, now);
  if (head === undefined || stamp === undefined) return undefined;
  return {format: 'cri', time: stamp.time, fields: {stream}, isPartial: tag === 'P', rest: line.slice(head.length)};
};

/** `{"log":"message\n","stream":"stderr","time":"…"}`: docker's json-file. Parts of a long line have no line feed. */
export const docker: Reader = (line, now) => {
  if (!line.startsWith('{"log":"')) return undefined;
  try {
    const {log, stream, time, ...more} = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof log !== 'string' || typeof time !== 'string' || typeof stream !== 'string') return undefined;
    const others = Object.entries(more).filter(([, value]) => typeof value === 'string') as Array<[string, string]>;
    return {
      format: 'docker',
      time: stampOf(time, now),
      fields: {...Object.fromEntries(others), stream},
      isPartial: !log.endsWith('\n'),
      rest: log.replace(/\r?\n$/, ''),
    };
  } catch {
    return undefined;
  }
};

/** `web-1  | message`: docker compose and others that put a name in front. */
const COMPOSE = /^(?:\u001B\[[\d;]*[A-Za-z])*([a-zA-Z][\w.-]{0,62}) {1,30}\| /;

export const compose: Reader = (line) => {
  const [head, component] = COMPOSE.exec(line) ?? [];
  return head === undefined ? undefined : {format: 'compose', component, rest: line.slice(head.length)};
};
