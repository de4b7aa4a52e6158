import type {Evidence} from '../model/evidence.ts';
import type {Change} from '../model/finding.ts';
import type {Ref} from '../model/ref.ts';
import {type Fact, type Line, span} from './view.ts';
import type {Clock} from './clock.ts';
import {named, namedBeside} from './words.ts';

/** Where one reads on: what an incident is about, the clock of the report, and whether everything is wanted. */
export interface Reading {
  readonly subject: Ref;
  readonly clock: Clock;
  readonly explain: boolean;
  /** What has healed is told in one line. */
  readonly active: boolean;
}

/** Lines of a quote: the one that decides may take two, and with --explain each as many as a stack trace needs to be known. */
const LINES = {first: 2, other: 1, explain: 6} as const;
/** `node-1 kernel: [12949.000617] `: the host, which stands beside it, and the seconds since boot, which help nobody. */
const SYSLOG_PREFIX = /^(?:\S+ )?kernel: (?:\[\s*\d+\.\d+\] )?/;
export const kernelWords = (line: string): string => line.replace(SYSLOG_PREFIX, '');

const FACTS_AT_MOST = 4;
const FACTS_AT_LEAST = 2;

/** Pieces of evidence as lines, in the order the rule gave: the one that decides stands first. */
export function facts(evidence: readonly Evidence[], changes: readonly Change[], reading: Reading): readonly Fact[] {
  const shown = reading.explain ? evidence : decisive(evidence).slice(0, reading.active ? FACTS_AT_MOST : 1);
  return [...shown.map((one, at) => factOf(one, at === 0, reading)), ...changes.map((one) => changeFact(one, reading))];
}

/** How many lines {@link facts} keeps for --explain. */
export const keptBack = (evidence: readonly Evidence[]): number => evidence.length - decisive(evidence).length;

/** The first of each layer, as witnesses that do not depend on each other; a second of the same one where there are no others. */
export function decisive(evidence: readonly Evidence[]): readonly Evidence[] {
  const firsts = new Map<string, Evidence>();
  for (const one of evidence) if (!firsts.has(labelOf(one))) firsts.set(labelOf(one), one);
  const chosen = new Set([...firsts.values()].slice(0, FACTS_AT_MOST));
  for (const one of evidence) if (chosen.size < FACTS_AT_LEAST) chosen.add(one);
  return evidence.filter((one) => chosen.has(one));
}

/** Who says so: kernel, runtime, component, app; event, status, metric; or a field that somebody wrote. */
export function labelOf(evidence: Evidence): string {
  switch (evidence.from) {
    case 'log':
      return evidence.layer;
    case 'object':
      return evidence.path.startsWith('status') ? 'status' : 'object';
    case 'event':
    case 'metric':
      return evidence.from;
  }
}

const factOf = (evidence: Evidence, isFirst: boolean, {subject, clock, explain}: Reading): Fact => ({
  label: labelOf(evidence),
  object: namedBeside(evidence.ref, subject),
  time: clock.at(evidence.at),
  quote: [...quoteOf(evidence), ...(explain ? sourceOf(evidence) : [])],
  lines: explain ? LINES.explain : isFirst ? LINES.first : LINES.other,
  // The kernel says what happened first and then the numbers.
  cut: labelOf(evidence) === 'kernel' ? 'end' : 'middle',
});

function quoteOf(evidence: Evidence): Line {
  const quote = span(labelOf(evidence) === 'kernel' ? kernelWords(evidence.quote) : evidence.quote, 'quote');
  switch (evidence.from) {
    case 'event':
      return [span(`${evidence.reason}${evidence.count > 1 ? ` ×${evidence.count}` : ''}: `, 'muted'), quote];
    case 'object':
      // What the status says speaks for itself; a value that somebody set does not.
      return evidence.path.startsWith('status') ? [quote] : [span(`${evidence.path}: `, 'muted'), quote];
    case 'log':
    case 'metric':
      return [quote];
  }
}

/** Where a reader finds it again. */
function sourceOf(evidence: Evidence): Line {
  switch (evidence.from) {
    case 'log':
      return [span(`  (${evidence.source})`, 'muted')];
    case 'metric':
      return [span(`  (${evidence.name} = ${evidence.value} ${evidence.unit})`, 'muted')];
    case 'object':
      return evidence.path.startsWith('status') ? [span(`  (${evidence.path})`, 'muted')] : [];
    case 'event':
      return [];
  }
}

function changeFact({at, what, ref}: Change, {subject, clock, explain}: Reading): Fact {
  const isSaid = named(ref) === named(subject) || what.includes(ref.name);
  return {
    label: 'changed',
    object: isSaid ? '' : namedBeside(ref, subject),
    time: clock.at(at),
    quote: [span(what, 'quote')],
    lines: explain ? LINES.explain : LINES.other,
    cut: 'middle',
  };
}
