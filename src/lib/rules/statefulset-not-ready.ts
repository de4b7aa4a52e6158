import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {fieldProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {inNamespace, named} from './_story.ts';

const LONG = MINUTE;

const ordinal = (pod: Pod): number => Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1);
const stateOf = (pod: Pod): string =>
  [...pod.status.initContainerStatuses, ...pod.status.containerStatuses].find(({state}) => state.waiting !== undefined)
    ?.state.waiting?.reason ?? (pod.status.phase === 'Running' ? 'not ready' : (pod.status.phase ?? 'not ready'));

/** The lowest ordinal without a pod. */
const absentOf = (wanted: number, pods: readonly Pod[]): number => {
  const made = new Set(pods.map(ordinal));
  const found = Array.from({length: Math.min(wanted, pods.length + 1)}, (_, at) => at).find((at) => !made.has(at));
  return found ?? pods.length;
};

/** What else is missing: later pods wait for the one that is not ready, an earlier one has a reason of its own. */
function besides(one: Workload, blocker: Pod, missing: number, absent: number): string {
  if (missing <= 0) return '';
  if (absent < ordinal(blocker)) return `, and ${one.metadata.name}-${String(absent)} is not created`;
  if (one.spec.podManagementPolicy === 'Parallel') return '';
  return `, so ${String(missing)} later pod${missing === 1 ? ' is' : 's are'} not created`;
}

function judged(cluster: Cluster, one: Workload): Sighting | undefined {
  const wanted = one.spec.replicas ?? 1;
  const ready = one.status.readyReplicas ?? 0;
  if (ready >= wanted || one.metadata.deletionTimestamp !== undefined) return undefined;
  const subject = refOf('StatefulSet', one);
  const pods = [...cluster.podsOf(subject)].sort((a, b) => ordinal(a) - ordinal(b));
  const blocker = pods.find((pod) => !isReady(pod));
  const missing = wanted - pods.length;
  // All its pods are ready: the status has not followed yet.
  if (blocker === undefined && missing <= 0) return undefined;
  const condition = blocker === undefined ? undefined : conditionOf(blocker.status.conditions, 'Ready');
  const since =
    condition?.lastTransitionTime ??
    blocker?.metadata.creationTimestamp ??
    pods.at(-1)?.metadata.creationTimestamp ??
    one.metadata.creationTimestamp;
  if ((ageOf(since, cluster.now) ?? Infinity) < LONG) return undefined;
  const absent = absentOf(wanted, pods);
  const why =
    blocker !== undefined
      ? `${blocker.metadata.name} is ${stateOf(blocker)}${besides(one, blocker, missing, absent)}`
      : `${subject.name}-${String(absent)} is not created`;
  return {
    subject,
    summary: `${named(subject)} has ${String(ready)} of ${String(wanted)} pods ready: ${why}`,
    severity: ready === 0 ? 'high' : 'medium',
    since,
    objects: pods
      .filter((pod) => !isReady(pod))
      .slice(0, 100)
      .map((pod) => refOf('Pod', pod)),
    toward: (one.spec.volumeClaimTemplates.length > 0 && blocker !== undefined
      ? one.spec.volumeClaimTemplates
      : []
    ).map(({metadata}) =>
      ref('PersistentVolumeClaim', subject.namespace, `${metadata.name}-${blocker?.metadata.name ?? ''}`),
    ),
    evidence: proof(
      fieldProof(
        subject,
        'status',
        `replicas ${String(wanted)} wanted, ${String(one.status.replicas ?? 0)} created, ${String(ready)} ready`,
        since,
      ),
      blocker === undefined
        ? undefined
        : fieldProof(
            refOf('Pod', blocker),
            'status',
            `phase ${blocker.status.phase ?? '?'}, ${stateOf(blocker)}`,
            condition?.lastTransitionTime,
          ),
    ),
    confirm: [
      `${inNamespace(subject)} get pods`,
      ...(blocker === undefined ? [] : [`${inNamespace(subject)} describe pod ${blocker.metadata.name}`]),
    ],
  };
}

export default {
  title: 'Pods of a StatefulSet are not ready',
  category: 'workload',
  severity: 'high',
  why: 'A StatefulSet makes and updates its pods one after the other: one that does not become ready holds up all that come after it.',
  confirm: ['kubectl get statefulset <name>', 'kubectl describe pod <name>-<ordinal>'],
  fix: [
    'mend the pod with the lowest ordinal that is not ready',
    'after a bad update also delete the broken pod: the controller does not replace it by itself',
  ],
  needs: ['StatefulSet', 'Pod'],
  tags: ['unavailable'],
  explains: [
    {rule: '#no-endpoints', via: 'selects'},
    {rule: '#client-errors', via: 'calls'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees'],
  *check(cluster) {
    for (const one of cluster.all('StatefulSet')) {
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
