import type {Field, LogRecord} from '../model/entry.ts';
import type {Tone} from './view.ts';

/** One log entry as a person and as a program gets it. */
export interface ShownEntry {
  /** In front of each of its lines: time, layer and object, as far as they are wanted. */
  readonly prefix: ReadonlyArray<{readonly text: string; readonly tone: Tone; readonly hue?: number | undefined}>;
  readonly text: string;
  readonly tone: Tone;
  /** Name of what was recognised, where it matters. */
  readonly mark: string | undefined;
  readonly markTone: Tone;
  readonly means: string | undefined;
  readonly record: Readonly<Record<string, unknown>>;
}

const LEVEL_TONES: Readonly<Record<string, Tone>> = {
  fatal: 'bad',
  error: 'bad',
  warn: 'warn',
  debug: 'muted',
  trace: 'muted',
};
const SEVERITY_TONES: Readonly<Record<string, Tone>> = {critical: 'bad', high: 'bad', medium: 'warn'};

/** What programs get of an entry: the same keys always, null for what is not known. */
export const entryRecord = (record: LogRecord): Readonly<Record<string, unknown>> => ({
  time: record.time ?? null,
  layer: record.layer,
  component: record.component ?? null,
  level: record.level ?? null,
  pattern: record.pattern ?? null,
  severity: record.severity ?? null,
  message: record.message,
  fields: record.fields,
  text: record.text,
  ...(record.node === undefined ? {} : {node: record.node}),
  ...(record.namespace === undefined ? {} : {namespace: record.namespace}),
  ...(record.pod === undefined ? {} : {pod: record.pod}),
  ...(record.container === undefined ? {} : {container: record.container}),
  ...(record.source === undefined ? {} : {source: record.source}),
});

export interface EntryLook {
  /** Whether the pod and container stand in front. */
  readonly prefix: boolean;
  /** How the time is written in front; undefined leaves it out. */
  readonly time?: ((time: string) => string) | undefined;
  /** Whether layers are told apart: layer and node stand in front. */
  readonly layers: boolean;
  /** Only the text of these fields, `message` among them. */
  readonly fields?: readonly string[] | undefined;
  /** Names what was recognised. */
  readonly marks: boolean;
  readonly valueOf: (record: LogRecord, name: string) => Field | undefined;
}

const HUES = 6;

export function shownEntry(record: LogRecord, look: EntryLook): ShownEntry {
  const {severity, pattern, level, means, advice} = record;
  const text =
    look.fields === undefined
      ? record.text
      : look.fields.map((name) => String(look.valueOf(record, name) ?? '-')).join(' ');
  const isTelling = look.marks && severity !== undefined && severity in SEVERITY_TONES;
  return {
    prefix: prefixOf(record, look),
    text,
    tone: LEVEL_TONES[level ?? ''] ?? 'plain',
    mark: isTelling ? pattern : undefined,
    markTone: SEVERITY_TONES[severity ?? ''] ?? 'muted',
    means: means === undefined ? undefined : advice === undefined ? means : `${means}. ${advice}`,
    record: entryRecord(record),
  };
}

function prefixOf(record: LogRecord, look: EntryLook): ShownEntry['prefix'] {
  const {time, layer, namespace, pod, container, node, source} = record;
  const parts: Array<ShownEntry['prefix'][number]> = [];
  if (look.time !== undefined) parts.push({text: time === undefined ? '-' : look.time(time), tone: 'muted'});
  if (look.layers) parts.push({text: layer.padEnd(9), tone: layer === 'app' ? 'plain' : 'strong'});
  const object = pod === undefined ? (node ?? source ?? '') : `${namespace ?? ''}/${pod}`;
  if (look.layers && object !== '') parts.push({text: object, tone: 'plain', hue: hueOf(object)});
  else if (look.prefix && pod !== undefined)
    parts.push({text: `[pod/${pod}/${container ?? ''}]`, tone: 'plain', hue: hueOf(pod)});
  return parts;
}

/** The same name has the same colour in every run. */
export function hueOf(name: string): number {
  let sum = 0;
  for (let at = 0; at < name.length; at++) sum = (sum * 31 + name.charCodeAt(at)) >>> 0;
  return sum % HUES;
}
