import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {KubeObject} from '../model/kinds.ts';
import type {Pod} from '../model/kube/pod.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {distinctRefs, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {HOUR, isRecent} from '../model/time.ts';
import {matchesSelector} from '../model/selector.ts';
import {isAlive} from './_services.ts';
import {inNamespace, named, someOf} from './_story.ts';

type Budget = KubeObject<'PodDisruptionBudget'>;

const REFUSED = /violate the pod's disruption budget|disruption budget \S+ (?:needs|does not allow)/i;

/** Nodes that somebody is emptying, with pods that this budget holds there. */
const drained = (cluster: Cluster, pods: readonly Pod[]): readonly string[] => {
  const nodes = new Set(pods.map(({nodeName}) => nodeName));
  return [...nodes]
    .filter((name) => name !== undefined)
    .filter((name) => cluster.get('Node', undefined, name)?.spec.unschedulable === true);
};

function judged(cluster: Cluster, one: Budget): Sighting | undefined {
  const {disruptionsAllowed, expectedPods = 0, currentHealthy = 0, desiredHealthy = 0} = one.status;
  const {selector, minAvailable, maxUnavailable} = one.spec;
  if (disruptionsAllowed !== 0 || expectedPods === 0 || selector === undefined) return undefined;
  // It allowed an eviction just now, and the counts have not followed.
  if (currentHealthy > desiredHealthy) return undefined;
  const subject = refOf('PodDisruptionBudget', one);
  const pods = cluster.network
    .podsIn(one.metadata.namespace)
    .filter((pod) => isAlive(pod) && matchesSelector(selector, pod.metadata.labels));
  const nodes = drained(cluster, pods);
  const event = pods
    .flatMap((pod) => cluster.events.of(refOf('Pod', pod)))
    .findLast(({message, last}) => REFUSED.test(message) && isRecent(last, cluster.now, HOUR));
  const isStrict = currentHealthy >= expectedPods;
  const demand =
    minAvailable === undefined
      ? `maxUnavailable ${String(maxUnavailable ?? '')}`
      : `minAvailable ${String(minAvailable)}`;
  const why = isStrict
    ? `with ${demand} and ${String(expectedPods)} pod${expectedPods === 1 ? '' : 's'} it never allows one`
    : `only ${String(currentHealthy)} of ${String(expectedPods)} pods are healthy and ${String(desiredHealthy)} must be`;
  return {
    subject,
    summary: `${named(subject)} allows no eviction: ${why}${nodes.length > 0 ? `; it holds pods on the cordoned node ${someOf(nodes)}` : ''}`,
    severity: nodes.length > 0 || event !== undefined ? 'medium' : 'low',
    since: event?.first,
    objects: pods
      .filter((pod) => !isReady(pod))
      .slice(0, 50)
      .map((pod) => refOf('Pod', pod)),
    toward: distinctRefs([
      ...pods.slice(0, 20).map((pod) => cluster.owners.topOf(refOf('Pod', pod))),
      ...nodes.map((node) => ref('Node', undefined, node)),
    ]),
    evidence: proof(
      fieldProof(
        subject,
        'status',
        `disruptionsAllowed 0, currentHealthy ${String(currentHealthy)}, desiredHealthy ${String(desiredHealthy)}, expectedPods ${String(expectedPods)}`,
      ),
      fieldProof(subject, 'spec', demand),
      event === undefined ? undefined : eventProof(event),
    ),
    confirm: [`${inNamespace(subject)} describe pdb ${subject.name}`],
    fix: isStrict
      ? [
          `${inNamespace(subject)} patch pdb ${subject.name} --type=merge -p '{"spec":{"minAvailable":null,"maxUnavailable":1}}', or run one replica more`,
        ]
      : ['mend the pods that are not healthy'],
  };
}

export default {
  title: 'A PodDisruptionBudget allows no eviction',
  category: 'workload',
  severity: 'low',
  why: 'A drain, an upgrade of nodes and an autoscaler that removes nodes all ask before they evict a pod. A budget that never agrees stops them.',
  confirm: ['kubectl get pdb: ALLOWED DISRUPTIONS 0', 'kubectl drain <node>: Cannot evict pod'],
  fix: [
    'use maxUnavailable: 1 rather than a minAvailable that equals the replicas',
    'run one replica more than the budget demands',
    'mend the pods that are not healthy; unhealthyPodEvictionPolicy: AlwaysAllow lets broken ones go',
  ],
  needs: ['PodDisruptionBudget', 'Pod'],
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/disruptions/'],
  *check(cluster) {
    for (const one of cluster.all('PodDisruptionBudget')) {
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
