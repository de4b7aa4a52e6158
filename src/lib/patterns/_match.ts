import type {Layer} from '../model/evidence.ts';
import type {Mark, Pattern} from '../model/pattern.ts';

/** What a message says, it says early; the rest is payload, and bounds what a RegExp can cost. */
const LINE_AT_MOST = 4096;

export type Match = (line: string, layers?: readonly Layer[]) => readonly Mark[];

interface Entry {
  readonly pattern: Pattern;
  readonly literals: readonly string[];
}

interface LayerTable {
  /** Tells in one scan that a line contains no literal at all, which is true of nearly every line. */
  readonly gate: RegExp;
  readonly entries: readonly Entry[];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

function tableOf(patterns: readonly Pattern[]): LayerTable {
  const entries = patterns.map((pattern) => ({
    pattern,
    literals: pattern.literals.map((literal) => literal.toLowerCase()),
  }));
  const literals = [...new Set(entries.flatMap((entry) => entry.literals))].sort();
  return {gate: new RegExp(literals.map(escaped).join('|')), entries};
}

/** Rows that share a name are wordings of one thing, the most telling first: the first that matches speaks. */
function marksIn(line: string, lower: string, {gate, entries}: LayerTable): Mark[] {
  if (!gate.test(lower)) return [];
  const marks = new Map<string, Mark>();
  for (const {pattern, literals} of entries) {
    if (marks.has(pattern.name) || !literals.some((literal) => lower.includes(literal))) continue;
    const found = pattern.match.exec(line);
    if (found !== null) marks.set(pattern.name, {pattern: pattern.name, fields: fieldsOf(found)});
  }
  return [...marks.values()];
}

const fieldsOf = ({groups = {}}: RegExpExecArray): Mark['fields'] =>
  Object.fromEntries(
    Object.entries(groups as Record<string, string | undefined>).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );

/** Recognises the patterns of some layers in a line; of all layers unless said. */
export function matcher(patterns: readonly Pattern[]): Match {
  const byLayer = Map.groupBy(patterns, ({layer}) => layer);
  const tables = new Map([...byLayer].map(([layer, list]) => [layer, tableOf(list)]));
  const every = [...tables.keys()];
  return (line, layers = every) => {
    const text = line.slice(0, LINE_AT_MOST);
    const lower = text.toLowerCase();
    return layers.flatMap((layer) => {
      const table = tables.get(layer);
      return table === undefined ? [] : marksIn(text, lower, table);
    });
  };
}
