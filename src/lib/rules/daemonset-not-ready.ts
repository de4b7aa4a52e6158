import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isLeaving, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {inNamespace, named, someOf} from './_story.ts';

/** Nodes join and pods are replaced one by one: a minute or two without one is the usual course. */
const LONG = 2 * MINUTE;

function judged(cluster: Cluster, one: Workload): Sighting | undefined {
  const {desiredNumberScheduled: wanted = 0, numberReady: ready = 0} = one.status;
  if (ready >= wanted || one.metadata.deletionTimestamp !== undefined) return undefined;
  const subject = refOf('DaemonSet', one);
  const pods = cluster.podsOf(subject);
  const unready = pods.filter((pod) => !isReady(pod) && !isLeaving(pod));
  const since = earliest(
    unready.map(
      (pod) => conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp,
    ),
  );
  if ((ageOf(since ?? one.metadata.creationTimestamp, cluster.now) ?? Infinity) < LONG) return undefined;
  const nodes = unready.map(({nodeName}) => nodeName).filter((node) => node !== undefined);
  const missing = Math.max(0, wanted - pods.length);
  const where = [
    nodes.length > 0 ? `not on ${someOf(nodes)}` : undefined,
    missing > 0 && cluster.objects.wasRead('Pod') ? `${String(missing)} not created` : undefined,
  ].filter((part) => part !== undefined);
  return {
    subject,
    summary: `${named(subject)} is ready on ${String(ready)} of ${String(wanted)} nodes${where.length === 0 ? '' : `: ${where.join(', ')}`}`,
    severity: ready === 0 ? 'high' : 'medium',
    since,
    objects: unready.slice(0, 200).map((pod) => refOf('Pod', pod)),
    evidence: proof(
      fieldProof(
        subject,
        'status',
        `desiredNumberScheduled ${String(wanted)}, numberReady ${String(ready)}, numberUnavailable ${String(one.status.numberUnavailable ?? wanted - ready)}`,
        since,
      ),
      ...unready
        .slice(0, 2)
        .map((pod) =>
          fieldProof(
            refOf('Pod', pod),
            'status.phase',
            `${pod.status.phase ?? '?'} on ${pod.nodeName ?? 'no node'}, not ready`,
            conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime,
          ),
        ),
    ),
    confirm: [`${inNamespace(subject)} get pods -o wide`],
  };
}

export default {
  title: 'A DaemonSet is not ready on all its nodes',
  category: 'workload',
  severity: 'high',
  why: 'DaemonSets run what every node needs: network, storage, logs, metrics. A node without its pod lacks that.',
  confirm: ['kubectl get daemonset <name>', 'kubectl get pods -o wide'],
  fix: [
    'look at the nodes where it is missing: are they ready, do they have room, do they have a taint',
    'mend what keeps the pods from being ready',
  ],
  needs: ['DaemonSet'],
  tags: ['unavailable'],
  explains: [
    {rule: '#no-endpoints', via: 'selects'},
    {rule: '#client-errors', via: 'calls'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/'],
  *check(cluster) {
    for (const one of cluster.all('DaemonSet')) {
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
