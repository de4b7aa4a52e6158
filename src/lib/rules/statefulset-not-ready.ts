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
  [...pod.status.initContainerStatuses, ...pod.status.containerStatuses].find(({state}) => state.waiting !== undefined)?.state.waiting?.reason ?? (pod.status.phase === 'Running' ? 'not ready' : (pod.status.phase ?? 'not ready'));

function judged(cluster: Cluster, one: Workload): Sighting | undefined {
  const wanted = one.spec.replicas ?? 1;
  const ready = one.status.readyReplicas ?? 0;
  if (ready >= wanted || one.metadata.deletionTimestamp !== undefined) return undefined;
  const subject = refOf('StatefulSet', one);
  const pods = [...cluster.podsOf(subject)].sort((a, b) => ordinal(a) - ordinal(b));
  const blocker = pods.find((pod) => !isReady(pod));
  const condition = blocker === undefined ? undefined : conditionOf(blocker.status.conditions, 'Ready');
  const since = condition?.lastTransitionTime ?? blocker?.metadata.creationTimestamp ?? pods.at(-1)?.metadata.creationTimestamp ?? one.metadata.creationTimestamp;
  if ((ageOf(since, cluster.now) ?? Infinity) < LONG) return undefined;
  const missing = wanted - pods.length;
  const isOrdered = one.spec.podManagementPolicy !== 'Parallel';
  const next = blocker !== undefined && missing > 0 && isOrdered ? `, so ${String(missing)} later pod${missing === 1 ? '' : 's'} ${missing === 1 ? 'is' : 'are'} not created` : '';
  const why = blocker !== undefined ? `${blocker.metadata.name} is ${stateOf(blocker)}${next}` : missing > 0 ? `${subject.name}-${String(pods.length)} is not created` : 'its status lags behind its pods';
  return {
    subject,
    summary: `${named(subject)} has ${String(ready)} of ${String(wanted)} pods ready: ${why}`,
    severity: ready === 0 ? 'high' : 'medium',
    since,
    objects: pods.filter((pod) => !isReady(pod)).slice(0, 100).map((pod) => refOf('Pod', pod)),
    toward: (one.spec.volumeClaimTemplates.length > 0 && blocker !== undefined ? one.spec.volumeClaimTemplates : []).map(({metadata}) => ref('PersistentVolumeClaim', subject.namespace, `${metadata.name}-${blocker?.metadata.name ?? ''}`)),
    evidence: proof(
      fieldProof(subject, 'status', `replicas ${String(wanted)} wanted, ${String(one.status.replicas ?? 0)} created, ${String(ready)} ready`, since),
      blocker === undefined ? undefined : fieldProof(refOf('Pod', blocker), 'status', `phase ${blocker.status.phase ?? '?'}, ${stateOf(blocker)}`, condition?.lastTransitionTime),
    ),
    confirm: [`${inNamespace(subject)} get pods`, ...(blocker === undefined ? [] : [`${inNamespace(subject)} describe pod ${blocker.metadata.name}`])],
  };
}

export default {
  title: 'Pods of a StatefulSet are not ready',
  category: 'workload',
  severity: 'high',
  why: 'A StatefulSet makes and updates its pods one after the other: one that does not become ready holds up all that come after it.',
  confirm: ['kubectl get statefulset <name>', 'kubectl describe pod <name>-<ordinal>'],
  fix: ['mend the pod with the lowest ordinal that is not ready', 'after a bad update also delete the broken pod: the controller does not replace it by itself'],
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
