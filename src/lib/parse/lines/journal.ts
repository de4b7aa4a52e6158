import type {Field} from '../../model/entry.ts';
import {levelOfPriority} from './level.ts';
import type {Reading} from './reading.ts';
import {fromNumber} from './stamp.ts';

/** `journalctl -o export`: one `FIELD=value` a line, records parted by an empty line. */
export interface JournalExport {
  /** `no`: the line is of something else; `more`: taken, the record goes on; else the record that it ends. */
  push(line: string): 'no' | 'more' | Reading;
  /** The record that nothing ended. */
  end(): Reading | undefined;
}

const PAIR = /^([A-Z_][A-Z0-9_]{0,63})=(.*)$/s;

export function journalExport(): JournalExport {
  let record: Map<string, string> | undefined;
  const taken = (): Reading | undefined => {
    const found = record;
    record = undefined;
    return found === undefined ? undefined : readingOf(found);
  };
  return {
    push(line) {
      if (record === undefined) {
        if (!line.startsWith('__CURSOR=')) return 'no';
        record = new Map();
      } else if (line === '') return taken() ?? 'no';
      const [, name = '', value = ''] = PAIR.exec(line) ?? [];
      // What is no pair belongs to a binary field, which is a name, eight bytes of length and the value.
      if (name === '')
        record.set('MESSAGE', `${record.get('MESSAGE') ?? ''}${record.has('MESSAGE') ? '\n' : ''}${line}`);
      else record.set(name, value);
      return 'more';
    },
    end: taken,
  };
}

function readingOf(record: ReadonlyMap<string, string>): Reading {
  const fields: Record<string, Field> = {};
  for (const [name, value] of record) if (!name.startsWith('__') && name !== 'MESSAGE') fields[name] = value;
  const priority = record.get('PRIORITY');
  return {
    format: 'journal',
    time: fromNumber(Number(record.get('__REALTIME_TIMESTAMP') ?? record.get('_SOURCE_REALTIME_TIMESTAMP'))),
    level: priority === undefined ? undefined : levelOfPriority(Number(priority)),
    component: record.get('SYSLOG_IDENTIFIER') ?? record.get('_COMM'),
    fields,
    rest: record.get('MESSAGE') ?? '',
  };
}
