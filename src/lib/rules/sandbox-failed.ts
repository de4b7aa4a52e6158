import type {Cluster} from '../model/cluster.ts';
import {conditionOf, isLeaving, isOver} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {type Ref, ref, refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {brief, named, someOf, takesFromService} from './_story.ts';

interface Row {
  readonly match: RegExp;
  readonly says: string;
  /** Whether the node is to blame rather than what the pod asks for. */
  readonly isOfNode: boolean;
}

/** What CNI plugins and runtimes write when a pod's sandbox cannot be made, the telling ones first. */
const rows: readonly Row[] = [
  {
    match:
      /no IP addresses available|failed to assign an IP|no (?:more |free |available )?IPs?\b|IP (?:address )?(?:pool|range) .{0,40}(?:exhausted|full)|failed to (?:allocate|request).{0,60}(?:IP|address)|InsufficientFreeAddresses|insufficient .{0,20}addresses/i,
    says: 'no IP address is left for it (CNI)',
    isOfNode: true,
  },
  {
    match:
      /RuntimeHandler "?[^"\s]*"? not supported|no runtime for "?[^"]*"? is configured|failed to find runtime handler|unknown runtime|RuntimeClass "[^"]*" not found/i,
    says: 'the runtime handler of its RuntimeClass is not configured on the node',
    isOfNode: false,
  },
  {
    match: /(?:sandbox|pause) image|failed to (?:get|pull) .{0,20}sandbox/i,
    says: 'the sandbox (pause) image cannot be pulled',
    isOfNode: true,
  },
  {
    match:
      /cni plugin not initialized|NetworkPluginNotReady|network is not ready|no networks found in|no valid networks|cni config (?:load|uninitialized)|NetworkReady=false/i,
    says: 'the CNI plugin of the node is not initialised',
    isOfNode: true,
  },
  {
    match: /failed to find plugin "([^"]+)"|plugin .{0,60}(?:not found|no such file)/i,
    says: 'the binary of the CNI plugin is not on the node',
    isOfNode: true,
  },
  {
    match: /\/proc\/sys\/|invalid sysctl|sysctl "?[^"\s]+"? is not allowed|unsafe sysctl/i,
    says: 'it asks for a sysctl that the node refuses',
    isOfNode: false,
  },
  {
    match: /unauthori[sz]ed|forbidden|x509|certificate/i,
    says: 'the CNI plugin is refused by the API server (unauthorised or certificate)',
    isOfNode: true,
  },
  {
    match: /networks? ?attachment|network-attachment-definition|multus/i,
    says: 'an additional network (NetworkAttachmentDefinition) cannot be attached',
    isOfNode: false,
  },
  {
    match:
      /plugin type="?([\w-]+)"?|set ?up (?:network for|pod .{0,80}network)|networkPlugin cni|CNI|network namespace/i,
    says: 'the CNI plugin fails to set up its network',
    isOfNode: true,
  },
  {
    match: /is reserved for|already (?:exists|in use)/i,
    says: 'the runtime still holds a sandbox of that name',
    isOfNode: true,
  },
  {
    match:
      /no space left|too many open files|cannot allocate memory|resource temporarily unavailable|cgroup|deadline exceeded|DeadlineExceeded|connection refused|transport: /i,
    says: 'the container runtime of the node is in trouble',
    isOfNode: true,
  },
];

interface Seen {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly event: KubeEvent;
  readonly says: string;
  readonly subject: Ref;
}

const isStarted = ({status}: Pod): boolean =>
  [...status.containerStatuses, ...status.initContainerStatuses].some(
    ({state, containerID = ''}) => state.running !== undefined || state.terminated !== undefined || containerID !== '',
  ) || conditionOf(status.conditions, 'PodReadyToStartContainers')?.status === 'True';

function* seen(cluster: Cluster): Generator<Seen> {
  const last = new Map<string, KubeEvent>();
  for (const event of cluster.events.withReason('FailedCreatePodSandBox', 'FailedCreatePodSandbox', 'NetworkNotReady'))
    if (event.about.kind === 'Pod') last.set(refKey(event.about), event);
  for (const event of last.values()) {
    const pod = cluster.get('Pod', event.about.namespace, event.about.name);
    if (pod === undefined || isLeaving(pod) || isOver(pod) || isStarted(pod)) continue;
    const row = rows.find(({match}) => match.test(event.message));
    const subject =
      row?.isOfNode === true && pod.nodeName !== undefined
        ? ref('Node', undefined, pod.nodeName)
        : cluster.owners.topOf(event.about);
    yield {pod, podRef: event.about, event, says: row?.says ?? 'the sandbox of the pod cannot be made', subject};
  }
}

const core = (message: string): string =>
  brief(
    message
      .replace(/^.*?(?:Failed to create pod sandbox: |failed to create pod sandbox: )/i, '')
      .replace(/rpc error: code = \w+ desc = /, '')
      .replaceAll(/"?[0-9a-f]{64}"?/g, '…'),
    180,
  );

function sighting(cluster: Cluster, subject: Ref, group: readonly [Seen, ...Seen[]]): Sighting {
  const [{event, says, podRef}] = group;
  const workloads = [...new Set(group.map((one) => named(cluster.owners.topOf(one.podRef))))];
  return {
    subject,
    summary:
      subject.kind === 'Node'
        ? `${named(subject)} cannot start pods (${someOf(workloads)}): ${says}: ${core(event.message)}`
        : `${named(subject)} cannot start: ${says}: ${core(event.message)}`,
    since: earliest(group.map((one) => one.event.first)),
    objects: group.map((one) => one.podRef),
    evidence: proof(eventProof(event), fieldProof(podRef, 'status.phase', group[0].pod.status.phase ?? 'Pending')),
    confirm: [
      `kubectl -n ${podRef.namespace ?? 'default'} describe pod ${podRef.name}`,
      ...(subject.kind === 'Node'
        ? ['kubectl get pods -n kube-system -o wide: is the pod of the network plugin on that node healthy?']
        : []),
    ],
  };
}

export default {
  title: 'The sandbox of a pod cannot be created',
  category: 'network',
  severity: 'high',
  why: 'Before any container the runtime makes a sandbox with the network of the pod. The CNI plugin fails, addresses have run out, or the runtime handler does not exist.',
  confirm: [
    'kubectl describe pod <pod>: FailedCreatePodSandBox',
    'kubectl get pods -n kube-system -o wide: the pods of the network plugin',
  ],
  fix: [
    'mend the network plugin on the node',
    'free or add pod addresses',
    'install the runtime handler, or correct runtimeClassName',
  ],
  needs: ['Pod', 'Event'],
  tags: ['not-starting'],
  explains: [{rule: 'container-creating-long', via: 'is'}, {rule: '#not-ready', via: 'is'}, ...takesFromService],
  sources: [
    'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/',
    'pkg/kubelet/kuberuntime/kuberuntime_sandbox.go',
  ],
  *check(cluster) {
    for (const group of Map.groupBy(seen(cluster), ({subject, says}) => `${refKey(subject)} ${says}`).values()) {
      const [first, ...rest] = group;
      if (first !== undefined) yield sighting(cluster, first.subject, [first, ...rest]);
    }
  },
} satisfies Rule;
