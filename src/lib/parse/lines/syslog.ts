import type {Fields} from '../../model/entry.ts';
import {levelOfPriority} from './level.ts';
import type {Reader} from './reading.ts';
import {stampAt} from './stamp.ts';

/** `<134>` in front, as it is on the wire and in /dev/kmsg's old form. */
const PRIORITY = /^<(\d{1,3})>/;
/** `host program[pid]: ` or `program[pid]: `; the kernel has no pid. */
const TAG = /^(?:(?<host>[\w.:-]{1,255}) )?(?<program>[\w./@()-]{1,128})(?:\[(?<pid>\d+)\])?: ?/;
const BARE_TAG = /^(?<program>[\w./@-]{1,128})\[(?<pid>\d+)\]: ?/;
/** `1 2026-11-24T13:58:01Z host app 123 ID47 [data] message`. */
const RFC_5424 = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+) ?/;

/** RFC 3164 as files, journald and `journalctl -o short` have it, RFC 5424, and both with a priority in front. */
export const syslog: Reader = (line, now) => {
  const [head = '', priority] = PRIORITY.exec(line) ?? [];
  const level = priority === undefined ? undefined : levelOfPriority(Number(priority));
  const body = line.slice(head.length);
  if (priority !== undefined && body.startsWith('1 ')) {
    const found = RFC_5424.exec(body);
    if (found !== null) return modern(found, body, level, now);
  }
  const stamp = /^[A-Z][a-z]{2} |^\d{4}-\d\d-\d\dT/.test(body) ? stampAt(body, now) : undefined;
  if (stamp === undefined) return priority === undefined ? tagged(body) : kernelOnly(body, level);
  const after = body.slice(stamp.end).replace(/^ /, '');
  const tag = TAG.exec(after)?.groups;
  const isSyslog = tag !== undefined && (tag['host'] !== undefined || stamp.isRough);
  if (!isSyslog) return undefined;
  return {
    format: 'syslog',
    time: stamp.time,
    isRough: stamp.isRough,
    level,
    component: tag['program'],
    fields: about(tag),
    rest: after.slice(TAG.exec(after)?.[0].length ?? 0),
  };
};

function modern(found: RegExpExecArray, body: string, level: ReturnType<typeof levelOfPriority>, now: Date) {
  const [head, stamp = '', host = '', program = '', pid = '', id = '', data = ''] = found;
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries({host, pid, msgid: id})) if (value !== '-') fields[name] = value;
  for (const [, key = '', value = ''] of data.matchAll(/([\w.-]+)="((?:[^"\\]|\\.)*)"/g)) fields[key] = value;
  return {
    format: 'syslog',
    time: stampAt(stamp, now)?.time,
    level,
    component: program === '-' ? undefined : program,
    fields,
    rest: body.slice(head.length).replace(/^\uFEFF/, ''),
  };
}

/** `kubelet[123]: …`, as `journalctl -o cat` or a cut line leaves it. */
function tagged(body: string) {
  const found = BARE_TAG.exec(body);
  if (found === null) return undefined;
  return {
    format: 'syslog',
    component: found.groups?.['program'],
    fields: about(found.groups ?? {}),
    rest: body.slice(found[0].length),
  };
}

function kernelOnly(body: string, level: ReturnType<typeof levelOfPriority>) {
  const found = TAG.exec(body);
  const tag = found?.groups ?? {};
  if (found === null || tag['pid'] === undefined) return {format: 'syslog', level, rest: body};
  return {format: 'syslog', level, component: tag['program'], fields: about(tag), rest: body.slice(found[0].length)};
}

const about = ({host, pid}: Readonly<Record<string, string | undefined>>): Fields => ({
  ...(host === undefined ? {} : {host}),
  ...(pid === undefined ? {} : {pid: Number(pid)}),
});
