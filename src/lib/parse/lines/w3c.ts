import type {Field} from '../../model/entry.ts';
import type {Reader, Reading} from './reading.ts';
import {rfc3339, stampAt} from './stamp.ts';

/** Names of W3C's extended log format that mean what an access record means. */
const COMMON: Readonly<Record<string, string>> = {
  'cs-method': 'method',
  'cs-uri-stem': 'path',
  'cs-uri': 'path',
  'sc-status': 'status',
  'sc-bytes': 'bytes',
  'c-ip': 'client',
  'cs(User-Agent)': 'user_agent',
  'cs-host': 'host',
};

/**
 * W3C's extended log format: `#Fields:` says what the columns of the lines below are, and `#Date:` on which day. What it
 * said last holds, so there is one such reader per stream.
 */
export function w3c(): Reader {
  let columns: readonly string[] | undefined;
  let date: string | undefined;
  return (line, now) => {
    if (line.startsWith('#Fields:')) {
      columns = line.slice(8).trim().split(/\s+/);
      return {format: 'w3c', message: line};
    }
    if (line.startsWith('#Date:')) date = stampAt(line.slice(6).trim(), now)?.time?.slice(0, 10) ?? date;
    if (/^#(?:Software|Version|Date|Start-Date|End-Date|Remark):/.test(line)) return {format: 'w3c', message: line};
    return columns === undefined ? undefined : row(line, columns, date);
  };
}

function row(line: string, columns: readonly string[], today: string | undefined): Reading | undefined {
  const cells = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  if (cells.length < Math.min(3, columns.length)) return undefined;
  const by = new Map(columns.map((column, at) => [column, cells[at]]));
  const [day, clock] = [by.get('date') ?? today, by.get('time')];
  const time = day === undefined || clock === undefined ? undefined : moment(day, clock);
  if (time === undefined) return undefined;
  const fields: Record<string, Field> = {};
  for (const [column, cell] of by) {
    if (cell === undefined || cell === '-' || column === 'date' || column === 'time') continue;
    const name = COMMON[column] ?? column;
    fields[name] = /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
  }
  return {format: 'w3c', time, message: line, fields};
}

function moment(day: string, clock: string): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  const [, hour, minute, second] = /^(\d\d):(\d\d):(\d\d)/.exec(clock) ?? [];
  if (year === undefined || hour === undefined) return undefined;
  return rfc3339({
    year: Number(year),
    month: Number(month),
    day: Number(date),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  });
}
