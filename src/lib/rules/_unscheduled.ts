import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {byWorkload, conditionOf, isLeaving} from '../model/containers.ts';
import type {Proof} from '../model/evidence.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Refuted, Sighting} from '../model/finding.ts';
import type {Node} from '../model/kube/cluster.ts';
import type {Pod} from '../model/kube/pod.ts';
import {conditionProof, eventProof, fieldProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Explains} from '../model/rule.ts';
import {expressionHolds} from '../model/selector.ts';
import {earliest} from '../model/time.ts';
import {type Reason, type ReasonKind, schedulingVerdict, type Verdict} from '../parse/scheduling.ts';
import {eventsAbout, inNamespace, named, severityOf} from './_story.ts';

/** What follows from pods that never get a node. */
export const keepsPending: readonly Explains[] = [
  {rule: '#not-ready', via: 'is'},
  {rule: '#unavailable', via: 'is'},
  {rule: '#no-endpoints', via: 'selects'},
  {rule: '#client-errors', via: 'calls'},
  {rule: '#job-failed', via: 'owns'},
];

/** A pod that the scheduler looked at and found no node for. */
export interface Unscheduled {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly message: string;
  readonly verdict: Verdict;
  /** The reasons of the kind that decides, first; the others stand behind. */
  readonly decisive: readonly [Reason, ...Reason[]];
  readonly others: readonly Reason[];
  readonly event: KubeEvent | undefined;
}

export const isWithoutNode = (pod: Pod): boolean =>
  pod.status.phase === 'Pending' && pod.nodeName === undefined && !isLeaving(pod);

const known = new WeakMap<Cluster, readonly Unscheduled[]>();

export function unscheduled(cluster: Cluster): readonly Unscheduled[] {
  const found =
    known.get(cluster) ??
    cluster.all('Pod').flatMap((pod) => {
      const one = isWithoutNode(pod) ? judged(cluster, pod) : undefined;
      return one === undefined ? [] : [one];
    });
  known.set(cluster, found);
  return found;
}

/** The condition is the present; the event may be older and has the same words and a count. */
function judged(cluster: Cluster, pod: Pod): Unscheduled | undefined {
  const podRef = refOf('Pod', pod);
  const condition = conditionOf(pod.status.conditions, 'PodScheduled');
  if (condition?.status === 'True' || condition?.reason === 'SchedulingGated') return undefined;
  const events = eventsAbout(cluster, pod, podRef, undefined, 'FailedScheduling');
  const said = condition?.message;
  const event = events.findLast(({message}) => message === said) ?? (said === undefined ? events.at(-1) : undefined);
  const message = said ?? event?.message ?? '';
  const verdict = schedulingVerdict(message);
  if (verdict === undefined && message === '') return undefined;
  const reasons = verdict?.reasons ?? [{kind: 'other' as const, count: 0, detail: message, text: message}];
  const kind = deciding(cluster, pod, reasons);
  const [first, ...rest] = reasons.filter((one) => groupOf(one.kind) === kind).sort((a, b) => b.count - a.count);
  if (first === undefined) return undefined;
  const others = reasons.filter((one) => groupOf(one.kind) !== kind);
  return {pod, podRef, message, verdict: verdict ?? {nodes: 0, reasons}, decisive: [first, ...rest], others, event};
}

/** The rules that share the reasons among them. */
type Group = 'volume' | 'resources' | 'selector' | 'place' | 'taint' | 'other';
const GROUPS: Readonly<Record<ReasonKind, Group>> = {
  volume: 'volume',
  resources: 'resources',
  selector: 'selector',
  spread: 'place',
  affinity: 'place',
  'anti-affinity': 'place',
  ports: 'place',
  taint: 'taint',
  cordoned: 'taint',
  'node-name': 'other',
  other: 'other',
};
const groupOf = (kind: ReasonKind): Group => GROUPS[kind];

/** At equal numbers of nodes what comes later in the scheduler's filters decides: its nodes passed all the others. */
const ORDER: readonly Group[] = ['volume', 'place', 'resources', 'taint', 'selector', 'other'];

/** Control-plane nodes are not for workloads; that they say no is how it should be. */
const ROUTINE = /node-role\.kubernetes\.io\/(?:control-plane|master|etcd)|node\.kubernetes\.io\/(?:etcd|control-plane)/;

function deciding(cluster: Cluster, pod: Pod, reasons: readonly Reason[]): Group | undefined {
  const isPicky = reasons.some(({kind}) => kind === 'selector');
  const fits = isPicky ? cluster.all('Node').filter((node) => fitsNode(pod, node)).length : 0;
  // A selector that some nodes satisfy has done its work: what those nodes say decides. One that none satisfies decides alone.
  const telling = reasons.filter(
    ({kind, detail}) => !(kind === 'taint' && ROUTINE.test(detail)) && !(kind === 'selector' && fits > 0),
  );
  if (isPicky && fits === 0 && cluster.all('Node').length > 0) return 'selector';
  const among = telling.length > 0 ? telling : reasons;
  const counts = new Map<Group, number>();
  for (const {kind, count} of among) counts.set(groupOf(kind), Math.max(counts.get(groupOf(kind)) ?? 0, count));
  return [...counts].sort(([a, most], [b, other]) => other - most || ORDER.indexOf(a) - ORDER.indexOf(b))[0]?.[0];
}

/** The pod's node selector and required node affinity (terms are or-ed, their expressions and-ed). */
export function fitsNode({spec}: Pod, {metadata}: Node): boolean {
  const {labels} = metadata;
  const terms = requiredTerms(spec);
  const selected = Object.entries(spec.nodeSelector).every(([key, value]) => labels[key] === value);
  return (
    selected &&
    (terms.length === 0 ||
      terms.some(
        (term) =>
          term.matchExpressions.every((one) => expressionHolds(one, labels)) &&
          term.matchFields.every((one) => expressionHolds(one, {'metadata.name': metadata.name})),
      ))
  );
}

export const requiredTerms = ({affinity}: Pod['spec']) =>
  affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];

export const unscheduledEvidence = ({podRef, pod, message, event}: Unscheduled): Proof => {
  const condition = conditionOf(pod.status.conditions, 'PodScheduled');
  const status = condition === undefined ? undefined : conditionProof(podRef, condition);
  const phase = fieldProof(podRef, 'status.phase', `phase Pending: ${message}`);
  return event === undefined
    ? proof(status ?? phase, status === undefined ? undefined : phase)
    : proof(eventProof(event), status);
};

const since = ({pod, event}: Unscheduled): string | undefined =>
  earliest([conditionOf(pod.status.conditions, 'PodScheduled')?.lastTransitionTime, event?.first]) ??
  pod.metadata.creationTimestamp;

/** `; also: 1 node(s) had untolerated taint {k: v}`. */
export const also = ({others}: Unscheduled): string =>
  others.length === 0
    ? ''
    : `; besides, ${others
        .slice(0, 3)
        .map(({count, text}) => `${String(count)} ${text}`)
        .join(', ')}`;

type Tell = (one: Unscheduled, group: readonly Unscheduled[]) => Partial<Sighting> & {readonly because: string};

/** One sighting for each workload whose pods are turned down for reasons of one group. */
export function* unschedulable(cluster: Cluster, group: Group, tell: Tell): Generator<Sighting | Refuted> {
  for (const [subject, pods] of byWorkload(
    cluster,
    unscheduled(cluster).filter(({decisive: [first]}) => groupOf(first.kind) === group),
  )) {
    const [one] = pods;
    const {because, ...more} = tell(one, pods);
    yield {
      subject,
      summary: `${named(subject)} cannot be scheduled: ${because}${also(one)}`,
      severity: severityOf(cluster, subject),
      since: earliest(pods.map(since)),
      objects: pods.map(({podRef}) => podRef),
      evidence: unscheduledEvidence(one),
      confirm: [`${inNamespace(subject)} describe pod ${one.podRef.name}`],
      ...more,
    };
  }
}
