import {BUNDLE_SCHEMA, type BundleFile, type BundleGap, type BundleManifest} from '../../model/bundle.ts';
import {flag, isObject, list, number, object, text, wordList} from '../../model/schema.ts';
import type {Gap} from '../../model/source.ts';
import type {BundleFiles} from './files.ts';
import {foreignTool} from './foreign.ts';
import {MANIFEST} from './layout.ts';
import {CAPTURE_AGAIN, NOT_OURS, quoted, refusal} from './refusal.ts';

const wire = object({
  schema: text,
  tool: object({name: text, version: text}),
  origin: object({context: text, server: text, version: text}),
  takenAt: text,
  window: object({from: text, to: text}),
  namespace: text,
  redactions: object({isOn: flag, count: number}),
  gaps: list(object({asked: text, what: text, why: text, hint: text})),
  files: list(object({path: text, answers: wordList, bytes: number, source: text, truncated: flag})),
  empty: wordList,
});

/** bundle.json, or the sentence that says what the file is instead. */
export async function readManifest(path: string, files: BundleFiles): Promise<BundleManifest> {
  const bytes = await files.bytes(MANIFEST);
  if (bytes === undefined) throw notABundle(path, files.names);
  const raw = json(bytes.toString('utf8'));
  if (!isObject(raw)) throw refusal(`${path} is damaged: its ${MANIFEST} is not JSON`, CAPTURE_AGAIN);
  const {schema, takenAt = '', window, gaps, files: listed, redactions, tool, ...rest} = wire(raw);
  if (schema !== BUNDLE_SCHEMA) throw otherSchema(path, schema);
  if (Number.isNaN(Date.parse(takenAt)))
    throw refusal(`${path} is damaged: its ${MANIFEST} does not say when it was taken`, CAPTURE_AGAIN);
  return {
    ...rest,
    schema: BUNDLE_SCHEMA,
    tool: {name: tool.name ?? '', version: tool.version ?? ''},
    takenAt,
    window: {from: window.from ?? takenAt, to: window.to ?? takenAt},
    redactions: {isOn: redactions.isOn ?? false, count: redactions.count ?? 0},
    gaps: gaps.map(knownGap),
    files: listed.flatMap(knownFile),
  };
}

function notABundle(path: string, names: readonly string[]): Error {
  const tool = foreignTool(names);
  return tool === undefined
    ? refusal(`${path} is not a bundle of kdiag: there is no ${MANIFEST} in it`, NOT_OURS)
    : refusal(`${path} is ${tool}, not a bundle of kdiag`, 'This kdiag reads only what kdiag capture has written.');
}

function otherSchema(path: string, schema: string | undefined): Error {
  const isOurs = schema?.startsWith('kdiag.bundle/') === true;
  return isOurs
    ? refusal(
        `${path} is of ${quoted(schema).slice(1, -1)}, this kdiag reads ${BUNDLE_SCHEMA.replace('kdiag.bundle/', '')}`,
        'Use the version of kdiag that captured it, or a newer one.',
      )
    : refusal(`${path} is not a bundle of kdiag: its ${MANIFEST} has another schema`, NOT_OURS);
}

const WHYS: ReadonlyArray<Gap['why']> = [
  'forbidden',
  'not installed',
  'unreachable',
  'timed out',
  'not captured',
  'truncated',
  'expired',
  'failed',
];

const knownGap = ({
  asked,
  what,
  why,
  hint,
}: Readonly<Record<'asked' | 'what' | 'why' | 'hint', string | undefined>>): BundleGap => ({
  asked,
  what: what ?? asked ?? 'something',
  why: WHYS.find((one) => one === why) ?? 'not captured',
  hint,
});

const knownFile = ({
  path,
  answers,
  bytes,
  source,
  truncated,
}: {
  readonly path: string | undefined;
  readonly answers: readonly string[];
  readonly bytes: number | undefined;
  readonly source: string | undefined;
  readonly truncated: boolean | undefined;
}): BundleFile[] =>
  path === undefined
    ? []
    : [{path, answers, bytes: bytes ?? 0, source, truncated: truncated === true ? true : undefined}];

/** The value, or undefined for what is no JSON. */
export function json(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
