import {levelOfPriority, levelOfWord} from './level.ts';
import type {Reader} from './reading.ts';
import {stampAt} from './stamp.ts';

/** /dev/kmsg: `priority,sequence,microseconds,flags;message`. */
const KMSG = /^(\d{1,4}),(\d+),(\d+),[-c+,=\w]*;/;
/** `dmesg -x`: `kern  :err   : `. */
const DECODED = /^(kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\d) *:(\w+) *: ?/;
/** `[12345.678901] ` and the form with a CPU or thread: `[12345.678901][ T1234] `. */
const SINCE_BOOT = /^(?:<(\d{1,3})>)?\[ *(\d{1,10}\.\d{6})\](?:\[ *([CT]\d+)\])? ?/;
/** `dmesg -T`: `[Sun Jan  5 20:25:34 2025] `. */
const WALL = /^\[([A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4})\] ?/;

/** Lines of the kernel's ring buffer. Seconds since boot are a field, no time: only the node knows when it booted. */
export const kernel: Reader = (line, now) => kmsg(line) ?? sinceBoot(line) ?? wall(line, now) ?? decoded(line, now);

function kmsg(line: string) {
  const [head, priority, sequence, micros] = KMSG.exec(line) ?? [];
  if (head === undefined) return undefined;
  return {
    format: 'kmsg',
    component: 'kernel',
    level: levelOfPriority(Number(priority)),
    fields: {uptime: Number(micros) / 1e6, sequence: Number(sequence)},
    message: line.slice(head.length),
  };
}

function sinceBoot(line: string) {
  const [head, priority, uptime, thread] = SINCE_BOOT.exec(line) ?? [];
  if (head === undefined) return undefined;
  return {
    format: 'dmesg',
    component: 'kernel',
    level: priority === undefined ? undefined : levelOfPriority(Number(priority)),
    fields: {uptime: Number(uptime), ...(thread === undefined ? {} : {thread})},
    message: line.slice(head.length),
  };
}

function wall(line: string, now: Date) {
  const [head, stamp = ''] = WALL.exec(line) ?? [];
  if (head === undefined) return undefined;
  return {
    format: 'dmesg',
    component: 'kernel',
    time: stampAt(stamp, now)?.time,
    isRough: true,
    message: line.slice(head.length),
  };
}

function decoded(line: string, now: Date) {
  const [head, , word = ''] = DECODED.exec(line) ?? [];
  if (head === undefined) return undefined;
  const after = line.slice(head.length);
  const inner = sinceBoot(after) ?? wall(after, now);
  const stamp = inner === undefined ? stampAt(after, now) : undefined;
  return {
    format: 'dmesg',
    component: 'kernel',
    time: stamp?.time,
    message: after.slice(stamp?.end ?? 0).trimStart(),
    ...inner,
    level: levelOfWord(word),
  };
}
