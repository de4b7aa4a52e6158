import {type Finding, type Severity, severityRank} from '../model/finding.ts';
import type {Evidence} from '../model/evidence.ts';
import {refKey} from '../model/ref.ts';
import {instant} from '../model/time.ts';
import type {Rules} from './check.ts';
import {compare, compareText, flat, keyOf, type Tree} from './correlate.ts';

/** The worst of a tree: what it does to others counts as much as what it is. */
export const severityOf = (tree: Tree): Severity =>
  [...flat(tree)]
    .map(({severity}) => severity)
    .reduce((worst, one) => (severityRank(one) < severityRank(worst) ? one : worst));

/** What to look at first on top (diagnosis.md section 6). */
export function rank(trees: readonly Tree[], rules: Rules): readonly Tree[] {
  const keyed = trees.map((tree) => ({tree, weights: weights(tree, rules)}));
  return keyed
    .sort((a, b) => compare(a.weights, b.weights) || compareText(keyOf(a.tree.finding), keyOf(b.tree.finding)))
    .map(({tree}) => tree);
}

function weights(tree: Tree, rules: Rules): readonly number[] {
  const all = [...flat(tree)];
  const subjects = new Set(all.map(({subject}) => refKey(subject)));
  const isUserFacing = all.some(
    ({subject}) => subject.kind === 'Service' || subject.kind === 'Ingress' || subject.kind === 'HTTPRoute',
  );
  return [
    tree.finding.active ? 0 : 1,
    severityRank(severityOf(tree)),
    isSymptom(tree.finding, rules) ? 1 : 0,
    -subjects.size,
    isUserFacing ? 0 : 1,
    severityRank(tree.finding.severity),
    -confidence(tree.finding.evidence),
    instant(tree.finding.since) ?? Infinity,
  ];
}

/** A symptom that nothing explained: it comes after findings that name a cause. */
const isSymptom = ({rule}: Finding, rules: Rules): boolean => (rules[rule]?.tags ?? []).length > 0;

/** How much one kind of evidence is worth by itself: an exact line of the kernel more than a number that moved. */
const WEIGHT: Readonly<Record<string, number>> = {
  kernel: 0.8,
  runtime: 0.7,
  component: 0.7,
  app: 0.7,
  event: 0.7,
  object: 0.6,
  metric: 0.5,
};
const CERTAIN = 0.99;

/** 0 to 1. Independent kinds of evidence add up: 1 - Π(1 - weight), never quite certain. */
export function confidence(evidence: readonly Evidence[]): number {
  const kinds = new Set(evidence.map((one) => (one.from === 'log' ? one.layer : one.from)));
  const doubt = [...kinds].reduce((left, kind) => left * (1 - (WEIGHT[kind] ?? 0.5)), 1);
  return Math.round(Math.min(CERTAIN, 1 - doubt) * 100) / 100;
}
