import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, latest, MINUTE} from '../model/time.ts';
import {editedAt, isAlive} from './_services.ts';
import {inNamespace, named} from './_story.ts';

/** What pods that are missing or not ready bring about; said by rules that are themselves symptoms. */
const takesAway = [
  {rule: '#no-endpoints', via: 'selects'},
  {rule: '#client-errors', via: 'calls'},
] as const;

/** Since when a replica is missing: the condition says it when too few are left, the pods say it otherwise. */
function since(one: Workload, unready: readonly Pod[]): string | undefined {
  const {conditions} = one.status;
  const available = conditionOf(conditions, 'Available');
  if (available?.status === 'False') return available.lastTransitionTime;
  const from = earliest(
    unready.map(
      (pod) => conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp,
    ),
  );
  const refused = conditions.find(({type, status}) => type === 'ReplicaFailure' && status === 'True');
  return (
    from ??
    refused?.lastTransitionTime ??
    latest([conditionOf(conditions, 'Progressing')?.lastUpdateTime, editedAt(one)])
  );
}

function judged(cluster: Cluster, one: Workload): Sighting | undefined {
  const {spec, status} = one;
  const wanted = spec.replicas ?? 1;
  const available = status.availableReplicas ?? 0;
  if (wanted === 0 || available >= wanted || one.metadata.deletionTimestamp !== undefined) return undefined;
  // Not looked at by its controller yet: what the status says is about an older version.
  if (status.observedGeneration === undefined && status.conditions.length === 0) return undefined;
  const subject = refOf('Deployment', one);
  const pods = cluster.podsOf(subject).filter(isAlive);
  const ready = cluster.objects.wasRead('Pod') ? pods.filter(isReady).length : (status.readyReplicas ?? 0);
  // All its pods are ready: they wait for their minReadySeconds, or the status has not followed yet.
  if (ready >= wanted) return undefined;
  const unready = pods.filter((pod) => !isReady(pod));
  const from = since(one, unready);
  if ((ageOf(from, cluster.now) ?? Infinity) < MINUTE) return undefined;
  const condition = conditionOf(status.conditions, 'Available');
  return {
    subject,
    summary: `${named(subject)} has ${String(available)} of ${String(wanted)} replicas available`,
    severity: available === 0 ? 'high' : 'medium',
    since: from,
    objects: unready.slice(0, 100).map((pod) => refOf('Pod', pod)),
    evidence: proof(
      fieldProof(
        subject,
        'status',
        `replicas ${String(wanted)} wanted, ${String(status.replicas ?? 0)} created, ${String(status.readyReplicas ?? 0)} ready, ${String(available)} available`,
        from,
      ),
      condition?.status === 'False' ? conditionProof(subject, condition) : undefined,
    ),
    confirm: [
      `${inNamespace(subject)} get pods,replicasets`,
      `${inNamespace(subject)} describe deployment ${subject.name}`,
    ],
  };
}

export default {
  title: 'A Deployment has fewer available replicas than it wants',
  category: 'workload',
  severity: 'high',
  why: 'Pods of the Deployment are missing or not ready, so it serves less, or nothing. The reason lies with its pods or with what keeps them from being created.',
  confirm: ['kubectl get deployment <name>', 'kubectl describe replicaset <name>', 'kubectl describe pod <pod>'],
  fix: ['mend what keeps the pods from being created, scheduled, started or ready'],
  needs: ['Deployment'],
  tags: ['unavailable'],
  explains: takesAway,
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status'],
  *check(cluster) {
    for (const one of cluster.all('Deployment')) {
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
