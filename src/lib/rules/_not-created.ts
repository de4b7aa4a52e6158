import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import {conditionProof, eventProof} from '../model/proof.ts';
import {distinctRefs, type Ref, refKey} from '../model/ref.ts';
import type {Explains} from '../model/rule.ts';
import {earliest, HOUR, instant, isRecent} from '../model/time.ts';
import {inNamespace, severityOf} from './_story.ts';

/** What follows from pods that are never made. */
export const leavesNoPods: readonly Explains[] = [
  {rule: '#not-created', via: 'is'},
  {rule: '#unavailable', via: 'is'},
  {rule: '#no-endpoints', via: 'selects'},
  {rule: '#no-endpoints', via: 'is'},
  {rule: '#client-errors', via: 'calls'},
  {rule: '#job-failed', via: 'owns'},
];

/** Someone who could not make a pod, claim or Job, and the API server's words. */
export interface Refusal {
  readonly about: Ref;
  /** What a person would change. */
  readonly subject: Ref;
  readonly message: string;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly proof: Evidence;
}

const known = new WeakMap<Cluster, readonly Refusal[]>();

/** Refusals that still stand: of objects that are there and want more pods than they have. */
export function refusals(cluster: Cluster): readonly Refusal[] {
  const found =
    known.get(cluster) ?? [...byEvent(cluster), ...byCondition(cluster)].filter((one) => stands(cluster, one));
  known.set(cluster, found);
  return found;
}

const byEvent = (cluster: Cluster): readonly Refusal[] =>
  cluster.events
    .withReason('FailedCreate', 'FailedDaemonPod', 'FailedNeedsStart')
    .filter(({last}) => isRecent(last, cluster.now, 6 * HOUR))
    .map((event) => ({
      about: event.about,
      subject: cluster.owners.topOf(event.about),
      message: event.message,
      first: event.first,
      last: event.last,
      proof: eventProof(event),
    }));

/** A Deployment repeats its ReplicaSet's condition. */
const byCondition = (cluster: Cluster): readonly Refusal[] =>
  (['ReplicaSet', 'Deployment', 'ReplicationController'] as const).flatMap((kind) =>
    cluster.all(kind).flatMap((one) => {
      const about = refOf(kind, one);
      return one.status.conditions
        .filter(({type, status, message}) => type === 'ReplicaFailure' && status === 'True' && message !== undefined)
        .map((condition) => ({
          about,
          subject: cluster.owners.topOf(about),
          message: condition.message ?? '',
          first: condition.lastTransitionTime,
          last: undefined,
          proof: conditionProof(about, condition),
        }));
    }),
  );

/** A controller that has all its pods got over it, and one that was scaled down does not want them any more. */
function stands(cluster: Cluster, {about, last}: Refusal): boolean {
  const {kind, namespace, name} = about;
  const one = cluster.objects.byRef(about);
  if (one === undefined || one.metadata.deletionTimestamp !== undefined) return false;
  const created = instant(cluster.events.of(about, 'SuccessfulCreate').at(-1)?.last) ?? -1;
  const refusedAt = instant(last) ?? 0;
  switch (kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'ReplicationController': {
      const object = cluster.get(kind, namespace, name);
      return object !== undefined && (object.status.replicas ?? 0) < (object.spec.replicas ?? 1);
    }
    case 'DaemonSet': {
      const status = cluster.get(kind, namespace, name)?.status;
      return status !== undefined && (status.currentNumberScheduled ?? 0) < (status.desiredNumberScheduled ?? 0);
    }
    case 'Job': {
      const job = cluster.get(kind, namespace, name);
      const isOver =
        job?.status.completionTime !== undefined ||
        (job?.status.conditions ?? []).some(
          ({type, status}) => (type === 'Complete' || type === 'Failed') && status === 'True',
        );
      return (
        job !== undefined &&
        !isOver &&
        job.spec.suspend !== true &&
        (job.status.active ?? 0) === 0 &&
        created < refusedAt
      );
    }
    case 'CronJob': {
      const cronJob = cluster.get(kind, namespace, name);
      const ran = Math.max(created, instant(cronJob?.status.lastScheduleTime) ?? -1);
      return cronJob?.spec.suspend !== true && ran < refusedAt;
    }
    default:
      return true;
  }
}

/** What it was about to make: a CronJob makes Jobs, all others pods (a StatefulSet their claims first). */
export const madeBy = ({kind}: Ref): string => (kind === 'CronJob' ? 'Jobs' : 'pods');

/** One sighting for each workload whose newest refusal `look` understands. */
export function* refused<F>(
  cluster: Cluster,
  look: (message: string, one: Refusal) => F | undefined,
  tell: (found: F, one: Refusal) => Pick<Sighting, 'summary'> & Partial<Sighting>,
): Generator<Sighting> {
  for (const group of Map.groupBy(refusals(cluster), ({subject}) => refKey(subject)).values()) {
    const seen = group.flatMap((one) => {
      const found = look(one.message, one);
      return found === undefined ? [] : [{one, found}];
    });
    const [best, ...more] = [...seen].sort((a, b) => (instant(b.one.last) ?? 0) - (instant(a.one.last) ?? 0));
    if (best === undefined) continue;
    const {subject} = best.one;
    yield {
      subject,
      severity: severityOf(cluster, subject),
      since: earliest(seen.map(({one}) => one.first)),
      objects: distinctRefs([
        ...group.map(({about}) => about),
        ...cluster.owners
          .podsBelow(subject)
          .slice(0, 20)
          .map((pod) => refOf('Pod', pod)),
      ]),
      evidence: [best.one.proof, ...more.slice(0, 1).map(({one}) => one.proof)],
      confirm: [`${inNamespace(subject)} describe ${best.one.about.kind.toLowerCase()} ${best.one.about.name}`],
      ...tell(best.found, best.one),
    };
  }
}
