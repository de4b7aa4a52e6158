import type {Cluster} from '../model/cluster.ts';
import type {PodSpec} from '../model/kube/pod.ts';
import type {Rule} from '../model/rule.ts';
import {spellSelector} from '../model/selector.ts';
import type {Reason, ReasonKind} from '../parse/scheduling.ts';
import {keepsPending, type Unscheduled, unschedulable} from './_unscheduled.ts';

type Term = PodSpec['affinity']['podAntiAffinity']['requiredDuringSchedulingIgnoredDuringExecution'][number];

const spellTerms = (terms: readonly Term[]): string =>
  terms
    .map(
      ({labelSelector, topologyKey}) =>
        `pods ${labelSelector === undefined ? '' : `${spellSelector(labelSelector)} `}per ${topologyKey ?? 'kubernetes.io/hostname'}`,
    )
    .join('; ');

const hostPorts = ({containers, initContainers, hostNetwork}: PodSpec): string =>
  [...containers, ...initContainers]
    .flatMap(({ports}) =>
      ports.map(({hostPort, containerPort}) => hostPort ?? (hostNetwork === true ? containerPort : undefined)),
    )
    .filter((port) => port !== undefined)
    .join(', ');

/** How many of the workload's pods have a node already: three replicas that must not meet do not fit on two nodes. */
function placed(cluster: Cluster, {podRef, verdict}: Unscheduled): string {
  const top = cluster.owners.topOf(podRef);
  const count =
    top.kind === 'Pod' ? 0 : cluster.owners.podsBelow(top).filter(({nodeName}) => nodeName !== undefined).length;
  return count === 0 || verdict.nodes === 0
    ? ''
    : `; ${String(count)} of its pods are placed, on a cluster of ${String(verdict.nodes)} nodes`;
}

const SAYS: Readonly<Partial<Record<ReasonKind, (spec: PodSpec) => string>>> = {
  'anti-affinity': ({affinity}) => {
    const own = spellTerms(affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution);
    return own === ''
      ? 'the anti-affinity of pods that are there keeps it away'
      : `its anti-affinity allows one of ${own}`;
  },
  affinity: ({affinity}) =>
    `its pod affinity finds no node with the pods it wants to be near (${spellTerms(affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution)})`,
  spread: ({topologySpreadConstraints}) =>
    `its topology spread constraints allow no node (${topologySpreadConstraints
      .filter(({whenUnsatisfiable}) => whenUnsatisfiable !== 'ScheduleAnyway')
      .map(({topologyKey, maxSkew}) => `maxSkew ${String(maxSkew ?? 1)} over ${topologyKey ?? '?'}`)
      .join(', ')})`,
  ports: (spec) => `host port ${hostPorts(spec)} is taken`,
};

const tell = (spec: PodSpec, {kind, count, text}: Reason, nodes: number): string =>
  `${SAYS[kind]?.(spec) ?? text} (${text}, ${String(count)} of ${String(nodes)} nodes)`;

export default {
  title: 'Where other pods run leaves no node for a pod',
  category: 'scheduling',
  severity: 'high',
  why: "Pod anti-affinity, pod affinity, topology spread constraints and host ports make a pod's place depend on the pods that are placed already. As hard requirements they leave a pod Pending when there are fewer nodes or zones than they need.",
  confirm: ['kubectl describe pod <pod>: FailedScheduling', 'kubectl get pods -o wide -l <selector>'],
  fix: [
    'add nodes, or run fewer replicas',
    'make it a preference: preferredDuringScheduling…, whenUnsatisfiable: ScheduleAnyway',
    'with host ports and a rolling update: maxSurge 0, so that the old pod makes room',
  ],
  needs: ['Pod'],
  explains: keepsPending,
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  ],
  *check(cluster) {
    yield* unschedulable(cluster, 'place', (one) => ({
      because: `${one.decisive.map((reason) => tell(one.pod.spec, reason, one.verdict.nodes)).join('; ')}${placed(cluster, one)}`,
    }));
  },
} satisfies Rule;
