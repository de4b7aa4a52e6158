import type {Layer} from '../model/evidence.ts';
import {type Severity, severityRank} from '../model/finding.ts';
import type {Pattern} from '../model/pattern.ts';
import {matcher} from './_match.ts';

/** The pattern that names an entry, with what it read in it. */
export interface Recognised {
  readonly pattern: string;
  readonly layer: Layer;
  readonly severity: Severity | undefined;
  readonly means: string;
  readonly advice: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
}

export type Recognise = (text: string) => Recognised | undefined;

/** Of all that match the one with the highest rank, then the worst, then the first. */
export function recogniser(patterns: readonly Pattern[]): Recognise {
  const match = matcher(patterns);
  const byName = new Map<string, Pattern>();
  const order = new Map<string, number>();
  for (const [at, one] of patterns.entries()) {
    if (byName.has(one.name)) continue;
    byName.set(one.name, one);
    order.set(one.name, at);
  }
  const weight = (one: Pattern): number =>
    -(one.rank ?? 0) * 1e6 + severityRank(one.severity ?? 'info') * 1e4 + (order.get(one.name) ?? 0);
  return (text) => {
    const marks = match(unescaped(text));
    let best: Pattern | undefined;
    for (const {pattern} of marks) {
      const row = byName.get(pattern);
      if (row !== undefined && (best === undefined || weight(row) < weight(best))) best = row;
    }
    const name = best?.name;
    const mark = name === undefined ? undefined : marks.find(({pattern}) => pattern === name);
    if (best === undefined || mark === undefined) return undefined;
    const {layer, severity, means, advice} = best;
    return {pattern: best.name, layer, severity, means, advice, fields: mark.fields};
  };
}

/** JSON and logfmt write quotes and line feeds as escapes; patterns are written for what was meant. */
const unescaped = (text: string): string =>
  text.includes('\\') ? text.replaceAll('\\"', '"').replaceAll('\\n', '\n').replaceAll('\\t', '\t') : text;
