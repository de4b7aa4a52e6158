import type {ContainerUsage, NodeUsage, PodUsage, Usage, UsageReading} from '../../model/usage.ts';

/** What one interface says of the same things that another one says more about. CPU and memory stay those of the first. */
export function completed(first: UsageReading, more: UsageReading): UsageReading {
  const pods = new Map(more.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const nodes = new Map(more.nodes.map((node) => [node.name, node]));
  return {
    nodes: first.nodes.map((node) => completedNode(node, nodes.get(node.name))),
    pods: first.pods.map((pod) => completedPod(pod, pods.get(`${pod.namespace}/${pod.name}`))),
  };
}

const completedNode = (node: NodeUsage, more: NodeUsage | undefined): NodeUsage =>
  more === undefined
    ? node
    : {...node, usage: filled(node.usage, more.usage), disks: node.disks.length === 0 ? more.disks : node.disks};

function completedPod(pod: PodUsage, more: PodUsage | undefined): PodUsage {
  if (more === undefined) return pod;
  const byName = new Map(more.containers.map((one) => [one.name, one]));
  return {
    ...pod,
    node: pod.node ?? more.node,
    usage: filled(pod.usage, more.usage),
    containers: pod.containers.map((one) => completedContainer(one, byName.get(one.name))),
    volumes: pod.volumes.length === 0 ? more.volumes : pod.volumes,
  };
}

const completedContainer = (one: ContainerUsage, more: ContainerUsage | undefined): ContainerUsage =>
  more === undefined ? one : {name: one.name, usage: filled(one.usage, more.usage)};

function filled(first: Usage, more: Usage): Usage {
  const known = Object.fromEntries(Object.entries(first).filter(([, value]) => value !== undefined));
  // A counter is only worth something with the moment it was read at, and that is its own page's.
  const countedAt = first.counters === undefined ? (more.countedAt ?? more.at) : first.countedAt;
  return {...more, ...known, counters: {...more.counters, ...first.counters}, countedAt};
}
