import type {Cluster} from '../model/cluster.ts';
import {type Finding, isRefuted, type Refuted, type Sighting} from '../model/finding.ts';
import {distinctRefs, refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import type {Gap} from '../model/source.ts';
import {earliest} from '../model/time.ts';

export type Rules = Readonly<Record<string, Rule>>;

export interface Checked {
  readonly findings: readonly Finding[];
  readonly refuted: ReadonlyArray<Refuted & {readonly rule: string}>;
  readonly notChecked: ReadonlyArray<{readonly rule: string; readonly gap: Gap}>;
}

/** Asks every rule. A rule whose kinds were not read is reported as not checked; so is one that fails: a bug in one rule must not hide the others. */
export function check(cluster: Cluster, rules: Rules): Checked {
  const findings: Finding[] = [];
  const refuted: Array<Refuted & {rule: string}> = [];
  const notChecked: Array<{rule: string; gap: Gap}> = [];
  for (const [name, rule] of Object.entries(rules)) {
    const gap = missing(cluster, rule);
    if (gap !== undefined) {
      notChecked.push({rule: name, gap});
      continue;
    }
    try {
      for (const seen of rule.check(cluster)) {
        if (isRefuted(seen)) refuted.push({...seen, rule: name});
        else findings.push(findingOf(name, rule, seen));
      }
    } catch (error) {
      notChecked.push({
        rule: name,
        gap: {what: `rule ${name}`, why: 'failed', hint: error instanceof Error ? error.message : String(error)},
      });
    }
  }
  return {findings: merged(findings), refuted, notChecked};
}

function missing(cluster: Cluster, {needs}: Rule): Gap | undefined {
  const kind = needs.find((one) => !cluster.objects.wasRead(one));
  if (kind === undefined) return undefined;
  return cluster.snapshot.gaps.find(({what}) => what === kind) ?? {what: kind, why: 'not captured'};
}

const findingOf = (name: string, rule: Rule, seen: Sighting): Finding => ({
  ...seen,
  rule: name,
  severity: seen.severity ?? rule.severity,
  active: seen.active ?? true,
});

/** One finding per rule and subject: a rule that sees two containers of a pod has one story to tell. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map<string, Finding>();
  for (const one of findings) {
    const key = `${one.rule} ${refKey(one.subject)}`;
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? one : join(known, one));
  }
  return [...byKey.values()];
}

const join = (a: Finding, b: Finding): Finding => ({
  ...a,
  active: a.active || b.active,
  since: earliest([a.since, b.since]),
  evidence: [...a.evidence, ...b.evidence],
  objects: distinctRefs([...(a.objects ?? []), ...(b.objects ?? [])]),
  toward: distinctRefs([...(a.toward ?? []), ...(b.toward ?? [])]),
});
