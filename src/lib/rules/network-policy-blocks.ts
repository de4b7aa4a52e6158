import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import type {NetworkPolicy} from '../model/kube/network.ts';
import type {Pod} from '../model/kube/pod.ts';
import {objectProof, podSignProof, proof} from '../model/proof.ts';
import {type Ref, refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {isEmptySelector, matchesSelector} from '../model/selector.ts';
import {type ClientTrouble, shownLines, troublesOf} from './_client-lines.ts';
import {changedAt} from './_services.ts';
import {brief, named} from './_story.ts';

const DNS = 53;
/** Packets that a policy drops are never answered, so the client waits; some plugins refuse. */
const DROPPED = ['app-connection-timeout', 'app-dns-failure'] as const;

type Direction = 'egress' | 'ingress';
type Peers = NetworkPolicy['spec']['egress'][number]['to'];
type Ports = NetworkPolicy['spec']['egress'][number]['ports'];

const typesOf = ({spec}: NetworkPolicy): readonly string[] =>
  spec.policyTypes.length > 0 ? spec.policyTypes : ['Ingress', ...(spec.egress.length > 0 ? ['Egress'] : [])];

const applying = (cluster: Cluster, pod: Pod, type: 'Egress' | 'Ingress'): readonly NetworkPolicy[] =>
  cluster
    .all('NetworkPolicy')
    .filter(
      (policy) =>
        policy.metadata.namespace === pod.metadata.namespace &&
        typesOf(policy).includes(type) &&
        matchesSelector(policy.spec.podSelector, pod.metadata.labels),
    );

const rulesOf = (
  {spec}: NetworkPolicy,
  direction: Direction,
): ReadonlyArray<{readonly peers: Peers; readonly ports: Ports}> =>
  direction === 'egress'
    ? spec.egress.map(({to, ports}) => ({peers: to, ports}))
    : spec.ingress.map(({from, ports}) => ({peers: from, ports}));

function allowsPort(ports: Ports, wanted: number | undefined, on: Pod): boolean {
  if (ports.length === 0 || wanted === undefined) return true;
  const named = on.spec.containers
    .flatMap((one) => one.ports)
    .find(({containerPort}) => containerPort === wanted)?.name;
  return ports.some(
    ({port, endPort}) =>
      port === undefined ||
      port === wanted ||
      port === named ||
      (typeof port === 'number' && endPort !== undefined && wanted >= port && wanted <= endPort),
  );
}

/** An address block may or may not hold the pod: it counts as holding it, so that nothing is blamed wrongly. */
function allowsPeer(cluster: Cluster, peers: Peers, policy: NetworkPolicy, other: Pod): boolean {
  if (peers.length === 0) return true;
  return peers.some(({podSelector, namespaceSelector, ipBlock}) => {
    if (ipBlock !== undefined) return true;
    const namespace = cluster.get('Namespace', undefined, other.metadata.namespace ?? '');
    const labels = {'kubernetes.io/metadata.name': other.metadata.namespace ?? '', ...namespace?.metadata.labels};
    const isThere =
      namespaceSelector === undefined
        ? other.metadata.namespace === policy.metadata.namespace
        : matchesSelector(namespaceSelector, labels);
    return isThere && (podSelector === undefined || matchesSelector(podSelector, other.metadata.labels));
  });
}

/** The policies that together keep one pod from another; empty when one of them lets it through or none applies. */
function blockers(
  cluster: Cluster,
  pod: Pod,
  other: Pod,
  port: number | undefined,
  direction: Direction,
): readonly NetworkPolicy[] {
  const policies = applying(cluster, pod, direction === 'egress' ? 'Egress' : 'Ingress');
  const server = direction === 'egress' ? other : pod;
  const isAllowed = policies.some((policy) =>
    rulesOf(policy, direction).some(
      ({peers, ports}) => allowsPort(ports, port, server) && allowsPeer(cluster, peers, policy, other),
    ),
  );
  return isAllowed ? [] : policies;
}

interface Target {
  readonly spelt: string;
  readonly pod: Pod;
  readonly port: number | undefined;
  readonly ref: Ref;
}

/** Whom the client wanted: the name service for failed lookups, else a pod behind the Service with the port on which it listens. */
function targetOf(cluster: Cluster, {to, lines}: ClientTrouble): Target | undefined {
  if (lines[0].mark.pattern === 'app-dns-failure') {
    const [dns] = cluster.network
      .podsIn('kube-system')
      .filter(({metadata}) => metadata.labels['k8s-app'] === 'kube-dns');
    return dns === undefined
      ? undefined
      : {spelt: 'the cluster DNS (port 53)', pod: dns, port: DNS, ref: refOf('Pod', dns)};
  }
  if (to?.is === 'pod') {
    const pod = cluster.get('Pod', to.ref.namespace, to.ref.name);
    return pod === undefined ? undefined : {spelt: named(to.ref), pod, port: undefined, ref: to.ref};
  }
  const service = to?.is === 'service' ? cluster.get('Service', to.ref.namespace, to.ref.name) : undefined;
  const [pod] = service === undefined ? [] : cluster.network.podsSelectedBy(service);
  if (service === undefined || pod === undefined || to?.is !== 'service') return undefined;
  const wanted = Number(lines[0].mark.fields['port'] ?? '');
  const port = service.spec.ports.find((one) => one.port === wanted) ?? service.spec.ports[0];
  const target = port?.targetPort ?? port?.port;
  const number =
    typeof target === 'number'
      ? target
      : pod.spec.containers.flatMap((one) => one.ports).find(({name}) => name === target)?.containerPort;
  return {spelt: named(to.ref), pod, port: number, ref: to.ref};
}

function* ofTrouble(cluster: Cluster, trouble: ClientTrouble): Generator<Sighting> {
  const target = targetOf(cluster, trouble);
  if (target === undefined) return;
  const {pod} = trouble.lines[0];
  const directions = [
    ['egress', blockers(cluster, pod, target.pod, target.port, 'egress')],
    ['ingress', blockers(cluster, target.pod, pod, target.port, 'ingress')],
  ] as const;
  for (const [direction, [policy]] of directions) {
    if (policy === undefined) continue;
    const subject = refOf('NetworkPolicy', policy);
    const shown = shownLines(trouble.lines);
    const selected = isEmptySelector(policy.spec.podSelector) ? 'all pods of the namespace' : 'the pods it selects';
    yield {
      subject,
      severity: trouble.isReady ? 'medium' : 'high',
      summary: `${named(subject)} blocks ${direction} ${direction === 'egress' ? 'of' : 'from'} ${named(trouble.subject)} to ${target.spelt}${target.port === undefined || target.port === DNS ? '' : ` on port ${String(target.port)}`}: "${brief(shown[0].line.text, 90)}"`,
      since: changedAt(policy),
      objects: [trouble.subject, ...trouble.lines.map(({podRef}) => podRef)],
      toward: [target.ref],
      evidence: proof(
        objectProof(
          'NetworkPolicy',
          policy,
          `spec.${direction}`,
          `${typesOf(policy).join(', ')} of ${selected}: no ${direction} rule allows it`,
          changedAt(policy),
        ),
        podSignProof(shown[0]),
      ),
      fix: [
        `kubectl -n ${subject.namespace ?? 'default'} edit networkpolicy ${subject.name}: allow ${direction} ${target.port === undefined ? '' : `on port ${String(target.port)} `}between ${named(trouble.subject)} and ${target.spelt}`,
      ],
    };
  }
}

export default {
  title: 'A NetworkPolicy blocks what a client needs',
  category: 'network',
  severity: 'high',
  why: 'As soon as a policy selects a pod, all that no policy allows is dropped: the client waits until it gives up. Denied egress to port 53 looks like a broken DNS.',
  confirm: ['kubectl describe networkpolicy -n <namespace>', 'kubectl exec <pod> -- nc -zv <host> <port>'],
  fix: ['allow the flow in the policy; an egress policy nearly always needs UDP and TCP port 53 to kube-system'],
  needs: ['NetworkPolicy', 'Pod'],
  patterns: [...DROPPED],
  explains: [
    {rule: 'dns-errors', via: 'is'},
    {rule: 'application-cannot-reach', via: 'is'},
    {rule: '#restarts', via: 'is'},
    {rule: '#not-ready', via: 'is'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check(cluster) {
    const seen = new Set<string>();
    for (const trouble of troublesOf(cluster, DROPPED)) {
      for (const one of ofTrouble(cluster, trouble)) {
        const key = `${refKey(one.subject)} ${refKey(trouble.subject)} ${(one.toward ?? []).map(refKey).join()}`;
        if (!seen.has(key)) yield one;
        seen.add(key);
      }
    }
  },
} satisfies Rule;
