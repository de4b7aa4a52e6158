import {escapeUnprintable} from '../parse/printable.ts';

/** JSON that a terminal may be shown: what JSON leaves as it is and a terminal obeys is spelt `\u202e` as well. */
export const safeJson = (value: unknown, indent = 0): string =>
  escapeUnprintable(JSON.stringify(value, null, indent), unicodeEscapes);

const unicodeEscapes = (character: string): string =>
  Array.from(
    {length: character.length},
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** Keys of a report in the order in which a person reads them; rules build their evidence in any. */
const ORDER = [
  ...[
    'schema',
    'origin',
    'takenAt',
    'window',
    'scope',
    'incidents',
    'notChecked',
    'suppressed',
    'coverage',
    'counts',
    'asked',
  ],
  ...[
    'id',
    'via',
    'rule',
    'title',
    'category',
    'severity',
    'confidence',
    'subject',
    'summary',
    'since',
    'active',
    'cause',
    'objects',
  ],
  ...[
    'from',
    'to',
    'layer',
    'at',
    'what',
    'kind',
    'namespace',
    'ref',
    'source',
    'path',
    'reason',
    'name',
    'value',
    'unit',
    'count',
    'quote',
  ],
  ...['evidence', 'ruledOut', 'because', 'advice', 'why', 'hint', 'confirm', 'fix', 'changes', 'effects', 'gap'],
  ...['context', 'server', 'version', 'nodes', 'pods', 'rules', 'requests', 'bytes'],
];
const RANK: ReadonlyMap<string, number> = new Map(ORDER.map((key, at) => [key, at]));
const rank = (key: string): number => RANK.get(key) ?? ORDER.length;

/** The same value with its keys in a fixed order and without absent fields, so that two runs can be compared line by line. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b)).map(([key, one]) => [key, ordered(one)]));
}
