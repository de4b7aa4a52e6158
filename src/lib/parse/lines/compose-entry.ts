import type {Access, Entry, Field, Level} from '../../model/entry.ts';
import {accessOf, withCommonNames} from './names.ts';
import type {Reading} from './reading.ts';

/** Readings of one line, from the outermost envelope to what was in it, become an entry. */
export function entryOf(readings: readonly Reading[], text: string, level: Level | undefined): Entry {
  const inner = readings.at(-1);
  const gathered: Record<string, Field> = {};
  for (const reading of readings) Object.assign(gathered, reading.fields);
  const fields = withCommonNames(gathered);
  const access = inner?.message === undefined && inner?.rest === undefined ? accessOf(fields) : undefined;
  return {
    time: timeOf(readings),
    level: readings.findLast((one) => one.level !== undefined)?.level ?? level ?? levelOfAccess(access),
    message: inner?.message ?? inner?.rest ?? sentence(access) ?? text,
    fields,
    format: inner?.format ?? 'text',
    component: readings.find(({component}) => component !== undefined)?.component,
    text,
  };
}

/** The outermost time that is exact, else the outermost there is: the runtime's stamp is nearer to the truth than a program's. */
function timeOf(readings: readonly Reading[]): string | undefined {
  const exact = readings.find(({time, isRough}) => time !== undefined && isRough !== true);
  return exact?.time ?? readings.find(({time}) => time !== undefined)?.time;
}

const levelOfAccess = (access: Access | undefined): Level | undefined =>
  access === undefined ? undefined : access.status >= 500 ? 'error' : 'info';

const sentence = (access: Access | undefined): string | undefined =>
  access === undefined ? undefined : `${access.method} ${access.path} ${access.status}`;
