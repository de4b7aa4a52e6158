import type {Cluster} from '../model/cluster.ts';
import {type Finding, severityRank} from '../model/finding.ts';
import {refKey} from '../model/ref.ts';
import {type Relation, relations, type Rule} from '../model/rule.ts';
import {HOUR, instant, type Milliseconds} from '../model/time.ts';
import type {Rules} from './check.ts';
import {isRelated} from './relate.ts';

/** A finding with what it causes. */
export interface Tree {
  readonly finding: Finding;
  /** How the parent explains it; undefined for a root. */
  readonly via: Relation | undefined;
  readonly effects: readonly Tree[];
}

interface Edge {
  readonly cause: Finding;
  readonly via: Relation;
}

/**
 * Onsets are only as old as the last restart or the log lines kept, so a cause may look younger than its effect.
 * Beyond this the order is believed.
 */
const ONSET_SLACK: Milliseconds = HOUR;

/** Joins findings into trees: every finding hangs under at most one cause, and what nothing explains is a root. */
export function correlate(findings: readonly Finding[], cluster: Cluster, rules: Rules): readonly Tree[] {
  const candidates = new Map(findings.map((effect) => [effect, edgesTo(effect, findings, cluster, rules)]));
  const parent = new Map<Finding, Edge>();
  for (const effect of inOrder(findings)) {
    const edge = best(candidates.get(effect) ?? [], candidates, rules).find(
      ({cause}) => !isBelow(cause, effect, parent),
    );
    if (edge !== undefined) parent.set(effect, edge);
  }
  return findings.filter((one) => !parent.has(one)).map((root) => grow(root, undefined, childrenBy(parent)));
}

function edgesTo(effect: Finding, findings: readonly Finding[], cluster: Cluster, rules: Rules): readonly Edge[] {
  const edges: Edge[] = [];
  for (const cause of findings) {
    if (cause === effect || !couldCause(cause, effect)) continue;
    const via = mechanisms(rules[cause.rule], effect.rule, rules[effect.rule]).find((one) =>
      isRelated(one, cause, effect, cluster),
    );
    if (via !== undefined) edges.push({cause, via});
  }
  return edges;
}

/** The relations through which a rule says it explains another, by name or by tag. */
function mechanisms(cause: Rule | undefined, effectName: string, effect: Rule | undefined): readonly Relation[] {
  return (cause?.explains ?? [])
    .filter(({rule}) => rule === effectName || (effect?.tags ?? []).some((tag) => rule === `#${tag}`))
    .map(({via}) => via);
}

/** Nothing is an effect of what has healed, or of what began long after it. */
function couldCause(cause: Finding, effect: Finding): boolean {
  if (!cause.active && effect.active) return false;
  const [from, to] = [instant(cause.since), instant(effect.since)];
  return from === undefined || to === undefined || from <= to + ONSET_SLACK;
}

/**
 * The nearest cause first. A candidate that itself explains another candidate is further up the same chain
 * (memory limit → restarts → unavailable), so the chain keeps its steps.
 */
function best(
  edges: readonly Edge[],
  candidates: ReadonlyMap<Finding, readonly Edge[]>,
  rules: Rules,
): readonly Edge[] {
  const isFarther = (edge: Edge): boolean =>
    edges.some(
      (other) =>
        other.cause !== edge.cause &&
        explainsIt(edge.cause, other.cause, candidates) &&
        !explainsIt(other.cause, edge.cause, candidates),
    );
  const weight = ({cause, via}: Edge): readonly number[] => [
    isFarther({cause, via}) ? 1 : 0,
    relations.indexOf(via),
    (rules[cause.rule]?.tags ?? []).length > 0 ? 1 : 0,
    severityRank(cause.severity),
    instant(cause.since) ?? Infinity,
  ];
  return [...edges].sort((a, b) => compare(weight(a), weight(b)) || compareText(keyOf(a.cause), keyOf(b.cause)));
}

const explainsIt = (cause: Finding, effect: Finding, candidates: ReadonlyMap<Finding, readonly Edge[]>): boolean =>
  (candidates.get(effect) ?? []).some((edge) => edge.cause === cause);

/** Whether `one` already hangs somewhere below `above`: an edge from it would close a circle. */
function isBelow(one: Finding, above: Finding, parent: ReadonlyMap<Finding, Edge>): boolean {
  for (let current: Finding | undefined = one; current !== undefined; current = parent.get(current)?.cause)
    if (current === above) return true;
  return false;
}

/** The same answer twice: edges are chosen in an order that depends on what the findings are, not on how they came. */
const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || compareText(keyOf(a), keyOf(b)));

function childrenBy(
  parent: ReadonlyMap<Finding, Edge>,
): ReadonlyMap<Finding, ReadonlyArray<readonly [Finding, Relation]>> {
  const children = new Map<Finding, Array<readonly [Finding, Relation]>>();
  for (const [effect, {cause, via}] of parent) children.set(cause, [...(children.get(cause) ?? []), [effect, via]]);
  return children;
}

function grow(
  finding: Finding,
  via: Relation | undefined,
  children: ReadonlyMap<Finding, ReadonlyArray<readonly [Finding, Relation]>>,
): Tree {
  const effects = (children.get(finding) ?? []).map(([effect, how]) => grow(effect, how, children));
  return {
    finding,
    via,
    effects: effects.sort(
      (a, b) =>
        severityRank(a.finding.severity) - severityRank(b.finding.severity) ||
        compareText(keyOf(a.finding), keyOf(b.finding)),
    ),
  };
}

export const keyOf = ({rule, subject}: Finding): string => `${rule} ${refKey(subject)}`;

/** Every finding of a tree, root first. */
export function* flat({finding, effects}: Tree): Generator<Finding> {
  yield finding;
  for (const effect of effects) yield* flat(effect);
}

export function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** By code point: `localeCompare` would order differently on another machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
