import {Cluster} from '../model/cluster.ts';
import type {Category} from '../model/rule.ts';
import {type Severity, isAtLeast} from '../model/finding.ts';
import {refKey} from '../model/ref.ts';
import type {Effect, Incident, Report} from '../model/report.ts';
import type {Snapshot} from '../model/snapshot.ts';
import {DAY, earliest, HOUR, instant} from '../model/time.ts';
import {changesNear} from './changes.ts';
import {check, type Checked, type Rules} from './check.ts';
import {correlate, flat, type Tree} from './correlate.ts';
import {fingerprint} from './fingerprint.ts';
import {confidence, rank, severityOf} from './rank.ts';
import {type Asking, concerning} from './scope.ts';

export interface Wanted extends Asking {
  /** Incidents below this are counted as suppressed. */
  readonly severity?: Severity | undefined;
  readonly categories?: readonly Category[] | undefined;
}

/** Facts and rules in, report out. Pure: the same snapshot gives the same report, byte for byte. */
export function diagnose(snapshot: Snapshot, rules: Rules, wanted: Wanted = {}): Report {
  const cluster = new Cluster(snapshot);
  const checked = check(cluster, rules);
  const trees = rank(concerning(correlate(checked.findings, cluster, rules), wanted, cluster), rules);
  const all = trees.map((tree) => incidentOf(tree, checked, cluster, rules));
  const incidents = all.filter((incident) => isWanted(incident, wanted));
  const total = Object.keys(rules).length;
  return {
    schema: 'kdiag.report/v1',
    origin: snapshot.origin,
    takenAt: snapshot.now.toISOString(),
    window: windowOf(incidents, snapshot.now),
    scope: scopeName(wanted),
    incidents,
    notChecked: [
      ...checked.notChecked,
      ...snapshot.gaps
        .filter((gap) => !checked.notChecked.some((one) => one.gap === gap))
        .filter(({namespace}) => isInView(namespace, wanted, incidents))
        .map(({what, why, hint}) => ({gap: {what, why, hint}})),
    ],
    suppressed: all.length - incidents.length,
    coverage: total === 0 ? 1 : Math.round(((total - checked.notChecked.length) / total) * 100) / 100,
    counts: {nodes: cluster.all('Node').length, pods: cluster.all('Pod').length, rules: total},
    asked: snapshot.asked,
  };
}

/** What could not be read in another namespace is no loss to a report that says nothing about it. */
const isInView = (
  namespace: string | undefined,
  {namespace: only, target}: Wanted,
  told: readonly Incident[],
): boolean =>
  namespace === undefined ||
  [only ?? target?.namespace ?? namespace, ...told.flatMap(namespacesOf)].includes(namespace);

const namespacesOf = ({cause}: Incident): ReadonlyArray<string | undefined> =>
  [cause.subject, ...cause.objects].map((one) => one.namespace);

const isWanted = ({severity, cause}: Incident, {severity: floor, categories}: Wanted): boolean =>
  (floor === undefined || isAtLeast(severity, floor)) &&
  (categories === undefined || categories.some((one) => one === cause.category));

function scopeName({namespace, target}: Wanted): string {
  if (target !== undefined)
    return `${target.kind} ${target.namespace === undefined ? '' : `${target.namespace}/`}${target.name}`;
  return namespace ?? 'cluster';
}

/** From the first onset (an hour back at least, a day at most) to the moment of the snapshot. */
function windowOf(incidents: readonly Incident[], now: Date): Report['window'] {
  const first = instant(earliest(incidents.map(({since}) => since))) ?? Infinity;
  const from = Math.max(now.getTime() - DAY, Math.min(now.getTime() - HOUR, first));
  return {from: new Date(from).toISOString(), to: now.toISOString()};
}

function incidentOf(tree: Tree, {refuted}: Checked, cluster: Cluster, rules: Rules): Incident {
  const {finding} = tree;
  const rule = rules[finding.rule];
  const since = onsetOf(tree);
  return {
    id: fingerprint(`${finding.rule} ${refKey(finding.subject)}`),
    severity: severityOf(tree),
    confidence: confidence(finding.evidence),
    since,
    active: finding.active,
    cause: {
      rule: finding.rule,
      title: rule?.title ?? finding.rule,
      category: rule?.category ?? 'workload',
      subject: finding.subject,
      summary: finding.summary,
      objects: finding.objects ?? [],
      evidence: finding.evidence,
      ruledOut: refuted
        .filter(({subject, rule: name}) => refKey(subject) === refKey(finding.subject) && name !== finding.rule)
        .map((one) => ({rule: one.rule, because: one.refuted})),
      advice: {
        why: rule?.why ?? '',
        confirm: finding.confirm ?? rule?.confirm ?? [],
        fix: finding.fix?.length ? finding.fix : (rule?.fix ?? []),
      },
      changes: changesNear(finding.subject, since, cluster),
      effects: tree.effects.map(effectOf),
    },
  };
}

/**
 * A status remembers only the last time a container ended; that it has kept ending since earlier is what an effect on the
 * same object knows. Where the cause knows no time at all, whatever follows from it does.
 */
function onsetOf(tree: Tree): string | undefined {
  const own = tree.effects
    .filter(({via, finding}) => via === 'is' && refKey(finding.subject) === refKey(tree.finding.subject))
    .map(({finding}) => finding.since);
  return earliest([tree.finding.since, ...own]) ?? earliest([...flat(tree)].map((one) => one.since));
}

const effectOf = ({finding, via, effects}: Tree): Effect => ({
  via: via ?? 'is',
  rule: finding.rule,
  severity: finding.severity,
  subject: finding.subject,
  summary: finding.summary,
  since: finding.since,
  evidence: finding.evidence,
  effects: effects.map(effectOf),
});
