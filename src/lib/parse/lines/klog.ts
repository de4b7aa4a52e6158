import type {Level} from '../../model/entry.ts';
import {fieldsOf, pairs, unquoted} from './logfmt.ts';
import type {Reader} from './reading.ts';
import {monthDay} from './stamp.ts';

/** `E1124 13:58:01.123456   12345 file.go:10] "message" key="value"`: klog and glog, as the core components write it. */
const HEADER = /^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9}) +(\d+) ([\w./<>-]{1,200}:\d+)\] ?/;

/** glog of C++ programs has the year in front. */
const DATED = /^([IWEF])\d{4}(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9}) +(\d+) ([\w./<>-]{1,200}:\d+)\] ?/;
const LEVELS: Readonly<Record<string, Level>> = {I: 'info', W: 'warn', E: 'error', F: 'fatal'};

export const klog: Reader = (line, now) => {
  const found = HEADER.exec(line) ?? DATED.exec(line);
  if (found === null) return undefined;
  const [header, letter = '', month = '', day = '', h = '', m = '', s = '', f = '', thread = '', source = ''] = found;
  const said = line.slice(header.length);
  const structured = structure(said);
  return {
    format: 'klog',
    time: monthDay(month, day, h, m, s, f, now),
    level: LEVELS[letter],
    message: structured?.message ?? said,
    fields: {source, thread: Number(thread), ...structured?.fields},
  };
};

/** `"Message" err="…" pod="ns/name"`. */
function structure(said: string) {
  const [quoted, message] = /^"((?:[^"\\]|\\.)*)"/.exec(said) ?? [];
  if (quoted === undefined || message === undefined) return undefined;
  const found = pairs(said, quoted.length);
  return found === undefined ? undefined : {message: unquoted(message), fields: fieldsOf(found)};
}
