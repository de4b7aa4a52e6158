import type {Layer} from '../model/evidence.ts';
import type {Mark, Pattern} from '../model/pattern.ts';
import {type Literals, literalsOf} from './_literals.ts';

/** What a message says, it says early; the rest is payload, and bounds what a RegExp can cost. */
const LINE_AT_MOST = 4096;

export type Match = (line: string, layers?: readonly Layer[]) => readonly Mark[];

interface Table {
  readonly literals: Literals;
  /** By number of a literal: the rows that begin with it. */
  readonly rowsOf: ReadonlyArray<readonly number[]>;
  readonly rows: readonly Pattern[];
}

function tableOf(rows: readonly Pattern[]): Table {
  const byLiteral = new Map<string, number[]>();
  for (const [row, {literals}] of rows.entries())
    for (const literal of new Set(literals.map((one) => one.toLowerCase())))
      byLiteral.set(literal, [...(byLiteral.get(literal) ?? []), row]);
  return {literals: literalsOf([...byLiteral.keys()]), rowsOf: [...byLiteral.values()], rows};
}

/** Rows that share a name are wordings of one thing, the most telling first: the first that matches speaks. */
function marksIn(line: string, {literals, rowsOf, rows}: Table, layers: readonly Layer[] | undefined): readonly Mark[] {
  let candidates: Set<number> | undefined;
  literals.scan(line, (literal) => {
    candidates ??= new Set();
    for (const row of rowsOf[literal] ?? []) candidates.add(row);
  });
  if (candidates === undefined) return NONE;
  const marks = new Map<string, Mark>();
  for (const at of [...candidates].sort((a, b) => a - b)) {
    const row = rows[at];
    if (row === undefined || marks.has(row.name) || layers?.includes(row.layer) === false) continue;
    const found = row.match.exec(line);
    if (found !== null) marks.set(row.name, {pattern: row.name, fields: fieldsOf(found)});
  }
  return [...marks.values()];
}

const NONE: readonly Mark[] = [];

const fieldsOf = ({groups = {}}: RegExpExecArray): Mark['fields'] =>
  Object.fromEntries(
    Object.entries(groups as Record<string, string | undefined>).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );

/** Recognises the patterns of some layers in a line; of all layers unless said. Made when it is first needed. */
export function matcher(patterns: readonly Pattern[]): Match {
  let table: Table | undefined;
  return (line, layers) => marksIn(line.slice(0, LINE_AT_MOST), (table ??= tableOf(patterns)), layers);
}
