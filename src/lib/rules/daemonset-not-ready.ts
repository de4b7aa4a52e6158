import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isLeaving, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {editedAt} from './_services.ts';
import {inNamespace, named, someOf} from './_story.ts';
import {requiredTerms} from './_unscheduled.ts';

/** Nodes join and pods are replaced one by one: a minute or two without one is the usual course. */
const LONG = 2 * MINUTE;

/** The node it is on, or the one its controller made it for (by node affinity, as long as the scheduler has not placed it). */
const nodeOf = (pod: Pod): string | undefined =>
  pod.nodeName ??
  requiredTerms(pod.spec)
    .flatMap(({matchFields}) => matchFields)
    .find(({key}) => key === 'metadata.name')?.values[0];

function judged(cluster: Cluster, one: Workload): Sighting | undefined {
  const {desiredNumberScheduled: wanted = 0, numberReady: ready = 0} = one.status;
  if (ready >= wanted || one.metadata.deletionTimestamp !== undefined) return undefined;
  const subject = refOf('DaemonSet', one);
  const pods = cluster.podsOf(subject);
  // A node that already has a ready pod lacks nothing: another pod of it is surplus, or a failed one that is left over.
  const served = new Set(pods.filter((pod) => isReady(pod) && !isLeaving(pod)).map(nodeOf));
  const unready = pods.filter((pod) => !isReady(pod) && !isLeaving(pod) && !served.has(nodeOf(pod)));
  const places = new Set(pods.map((pod) => nodeOf(pod) ?? pod.metadata.name));
  const missing = cluster.objects.wasRead('Pod') ? Math.max(0, wanted - places.size) : undefined;
  // Every node has a pod that is ready or on its way out: it is being replaced, or the status has not followed yet.
  if (unready.length === 0 && missing === 0) return undefined;
  const since = earliest(
    unready.map(
      (pod) => conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp,
    ),
  );
  if ((ageOf(since ?? editedAt(one), cluster.now) ?? Infinity) < LONG) return undefined;
  const nodes = unready.map(nodeOf).filter((node) => node !== undefined);
  const where = [
    nodes.length > 0 ? `not on ${someOf(nodes)}` : undefined,
    missing === undefined || missing === 0 ? undefined : `${String(missing)} not created`,
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
            `${pod.status.phase ?? '?'} ${pod.nodeName === undefined ? `for ${nodeOf(pod) ?? 'no node'}, not scheduled` : `on ${pod.nodeName}, not ready`}`,
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
