import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {inNamespace, named} from './_story.ts';

/** A new ReplicaSet without a ready pod for so long is worth a look, though its deadline may be far. */
const LONG = MINUTE;

const revision = ({metadata}: Workload): number =>
  Number(metadata.annotations['deployment.kubernetes.io/revision'] ?? 0);

function replicaSets(cluster: Cluster): ReadonlyMap<string, readonly Workload[]> {
  return Map.groupBy(
    cluster.all('ReplicaSet'),
    ({metadata}) => `${metadata.namespace ?? ''}/${metadata.ownerReferences[0]?.name ?? ''}`,
  );
}

const hasStopped = ({status}: Workload): boolean =>
  conditionOf(status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded';

/** All pods are of the new version and serve; with an old one among them it is not through. */
const isThrough = (
  {replicas = 0, updatedReplicas = 0, availableReplicas = 0}: Workload['status'],
  wanted: number,
): boolean => updatedReplicas >= wanted && availableReplicas >= wanted && replicas <= updatedReplicas;

function judged(cluster: Cluster, one: Workload, sets: readonly Workload[]): Sighting | undefined {
  const wanted = one.spec.replicas ?? 1;
  if (wanted === 0 || one.spec.paused === true || one.metadata.deletionTimestamp !== undefined) return undefined;
  const [newest] = [...sets].sort((a, b) => revision(b) - revision(a));
  const progressing = conditionOf(one.status.conditions, 'Progressing');
  const isBarren =
    newest !== undefined &&
    sets.length > 1 &&
    (newest.status.readyReplicas ?? 0) === 0 &&
    (newest.spec.replicas ?? 0) > 0;
  const pods = newest === undefined ? [] : cluster.podsOf(refOf('ReplicaSet', newest));
  const unready = pods.filter((pod) => !isReady(pod));
  // A ReplicaSet of an earlier revision that is rolled back to is old; its pods are not.
  const from = earliest(unready.map(({metadata}) => metadata.creationTimestamp)) ?? newest?.metadata.creationTimestamp;
  const isSlow = isBarren && (ageOf(from, cluster.now) ?? 0) > LONG && (one.status.updatedReplicas ?? 0) < wanted;
  if ((!hasStopped(one) || isThrough(one.status, wanted)) && !isSlow) return undefined;
  const subject = refOf('Deployment', one);
  const available = one.status.availableReplicas ?? 0;
  const set = newest === undefined ? undefined : refOf('ReplicaSet', newest);
  return {
    subject,
    summary: `${named(subject)} cannot roll out${set === undefined ? '' : `: ${isBarren ? 'no pod' : `${String(newest?.status.readyReplicas ?? 0)} of ${String(wanted)} pods`} of its new ReplicaSet ${set.name} ${isBarren ? 'is' : 'are'} ready`}${hasStopped(one) ? ' (ProgressDeadlineExceeded)' : ''}${available > 0 ? `; ${String(available)} pod${available === 1 ? ' still serves' : 's still serve'}` : ''}`,
    severity: available > 0 ? 'medium' : 'high',
    since: earliest([from, hasStopped(one) ? progressing?.lastTransitionTime : undefined]),
    objects: [...unready.slice(0, 100).map((pod) => refOf('Pod', pod)), ...(set === undefined ? [] : [set])],
    evidence: proof(
      progressing === undefined
        ? fieldProof(subject, 'status.updatedReplicas', String(one.status.updatedReplicas ?? 0))
        : conditionProof(subject, progressing),
      set === undefined
        ? undefined
        : fieldProof(
            set,
            'status',
            `replicas ${String(newest?.status.replicas ?? 0)}, ready ${String(newest?.status.readyReplicas ?? 0)}`,
            newest?.metadata.creationTimestamp,
          ),
    ),
    confirm: [`${inNamespace(subject)} rollout status deployment/${subject.name} --timeout=5s`],
    fix:
      available > 0
        ? [`${inNamespace(subject)} rollout undo deployment/${subject.name}, when the old version is good enough`]
        : [],
  };
}

export default {
  title: 'A Deployment cannot roll out its new version',
  category: 'workload',
  severity: 'high',
  why: 'The pods of the new ReplicaSet do not become ready. A rolling update waits for them, so the old version serves on, or nothing does.',
  confirm: ['kubectl rollout status deployment/<name>', 'kubectl describe deployment <name>: Progressing'],
  fix: ['mend what keeps the new pods from being ready', 'kubectl rollout undo deployment/<name>'],
  needs: ['Deployment'],
  tags: ['unavailable'],
  explains: [
    {rule: 'deployment-unavailable', via: 'is'},
    {rule: '#no-endpoints', via: 'selects'},
    {rule: '#client-errors', via: 'calls'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment'],
  *check(cluster) {
    const sets = replicaSets(cluster);
    for (const one of cluster.all('Deployment')) {
      const found = judged(cluster, one, sets.get(`${one.metadata.namespace ?? ''}/${one.metadata.name}`) ?? []);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
