import type {LogRecord} from '../../model/entry.ts';
import type {Layer} from '../../model/evidence.ts';
import {type Severity, severityRank} from '../../model/finding.ts';
import {drain, type Group} from '../../parse/drain.ts';
import {valueOf} from './record.ts';

/** How often a value occurs. */
export interface Counted {
  readonly values: readonly string[];
  readonly count: number;
}

/** How many different values are counted; what comes later is counted together. */
const VALUES_AT_MOST = 10_000;
const OTHERS = '(others)';

/** `--count by(reason, level)`: one row per combination of values, the most frequent first. */
export function counter(names: readonly string[]) {
  const counts = new Map<string, {values: readonly string[]; count: number}>();
  return {
    add(record: LogRecord): void {
      const values = names.map((name) => String(valueOf(record, name) ?? ''));
      const key = values.join('\u0000');
      const known = counts.get(key) ?? (counts.size < VALUES_AT_MOST ? undefined : counts.get(OTHERS));
      if (known !== undefined) known.count++;
      else if (counts.size < VALUES_AT_MOST) counts.set(key, {values, count: 1});
      else counts.set(OTHERS, {values: names.map(() => OTHERS), count: 1});
    },
    rows: (): readonly Counted[] => [...counts.values()].sort((a, b) => b.count - a.count),
  };
}

/** What one layer says under one pattern. */
export interface Said {
  readonly layer: Layer;
  readonly pattern: string;
  readonly severity: Severity | undefined;
  readonly means: string;
  readonly advice: string | undefined;
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Where it was found, at most a few: pods and nodes. */
  readonly places: readonly string[];
  readonly example: string;
}

const PLACES_AT_MOST = 3;

/** `--summary`: what each layer says, worst first. */
export function summary() {
  const said = new Map<string, Said>();
  let entries = 0;
  return {
    add(record: LogRecord): void {
      entries++;
      if (record.pattern === undefined) return;
      const key = `${record.layer} ${record.pattern}`;
      said.set(key, grown(said.get(key), record));
    },
    entries: (): number => entries,
    rows: (): readonly Said[] =>
      [...said.values()].sort(
        (a, b) => severityRank(a.severity ?? 'info') - severityRank(b.severity ?? 'info') || b.count - a.count,
      ),
  };
}

function grown(before: Said | undefined, record: LogRecord): Said {
  const {layer, pattern = '', severity, means = '', advice, time, pod, namespace, node} = record;
  const place = pod === undefined ? (node ?? '') : `${namespace ?? ''}/${pod}`;
  if (before === undefined) {
    const places = place === '' ? [] : [place];
    return {
      layer,
      pattern,
      severity,
      means,
      advice,
      count: 1,
      first: time,
      last: time,
      places,
      example: record.message,
    };
  }
  const isNew = place !== '' && !before.places.includes(place) && before.places.length < PLACES_AT_MOST;
  return {
    ...before,
    count: before.count + 1,
    first: before.first ?? time,
    last: time ?? before.last,
    places: isNew ? [...before.places, place] : before.places,
  };
}

/** A group of similar messages, and whether all of it came after a moment. */
export interface Clustered extends Group {
  readonly isNew: boolean;
}

/** `--patterns`: similar lines together. With `newSince` (RFC 3339) those that began after it are told apart. */
export function clusters(newSince: string | undefined) {
  const groups = drain();
  return {
    add(record: LogRecord): void {
      groups.add(record.message, record.time);
    },
    rows: (): readonly Clustered[] =>
      groups.groups().map((group) => ({
        ...group,
        isNew: newSince !== undefined && group.first !== undefined && group.first >= newSince,
      })),
  };
}
