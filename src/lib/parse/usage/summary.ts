import {type Decoded, isObject, list, maybe, name, number, object, text, word} from '../../model/schema.ts';
import type {ContainerUsage, NodeUsage, PodUsage, Space, Usage, UsageReading, VolumeUsage} from '../../model/usage.ts';

/** The kubelet's /stats/summary (k8s.io/kubelet/pkg/apis/stats/v1alpha1), with everything that can be shown of use. */

const space = object({
  usedBytes: number,
  capacityBytes: number,
  availableBytes: number,
  inodesUsed: number,
  inodes: number,
});
const psi = maybe(object({some: object({avg10: number})}));
const network = object({rxBytes: number, txBytes: number});
const used = {
  startTime: text,
  cpu: object({time: text, usageNanoCores: number, usageCoreNanoSeconds: number, psi}),
  memory: object({time: text, workingSetBytes: number, rssBytes: number, usageBytes: number, psi}),
  io: object({psi}),
  swap: maybe(object({swapUsageBytes: number})),
} as const;

const page = object({
  node: object({
    ...used,
    nodeName: word,
    network,
    fs: maybe(space),
    runtime: object({imageFs: maybe(space), containerFs: maybe(space)}),
    rlimit: object({curproc: number}),
  }),
  pods: list(
    object({
      ...used,
      podRef: object({name: name, namespace: word}),
      containers: list(object({...used, name: name, rootfs: maybe(space), logs: maybe(space)})),
      network,
      volume: list(
        object({
          name: name,
          usedBytes: number,
          capacityBytes: number,
          availableBytes: number,
          inodesUsed: number,
          inodes: number,
          pvcRef: maybe(object({name: name})),
        }),
      ),
      'ephemeral-storage': maybe(space),
      process_stats: object({process_count: number}),
    }),
  ),
});
type Page = Decoded<typeof page>;
type Used = Pick<Page['node'], keyof typeof used>;
type Pod = Page['pods'][number];

/** The page as a reading; undefined for what is no such page. */
export function summaryReading(body: string): UsageReading | undefined {
  const raw = json(body);
  if (!isObject(raw) || !isObject(raw['node'])) return undefined;
  const {node, pods} = page(raw);
  return {nodes: [nodeOf(node)], pods: pods.map((pod) => podOf(pod, node.nodeName))};
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function usageOf({startTime, cpu, memory, io, swap}: Used): Usage {
  const pressure = {cpu: cpu.psi?.some.avg10, memory: memory.psi?.some.avg10, io: io.psi?.some.avg10};
  return {
    at: cpu.time ?? memory.time,
    cpu: cpu.usageNanoCores,
    memory: memory.workingSetBytes,
    rssBytes: memory.rssBytes,
    memoryWithCacheBytes: memory.usageBytes,
    swapBytes: swap?.swapUsageBytes,
    pressure: Object.values(pressure).some((one) => one !== undefined) ? pressure : undefined,
    startedAt: startTime,
    counters: {cpuNanoseconds: cpu.usageCoreNanoSeconds},
  };
}

const withTraffic = (
  usage: Usage,
  {rxBytes, txBytes}: {rxBytes: number | undefined; txBytes: number | undefined},
): Usage =>
  rxBytes === undefined && txBytes === undefined
    ? usage
    : {...usage, counters: {...usage.counters, receivedBytes: rxBytes, sentBytes: txBytes}};

function nodeOf(node: Page['node']): NodeUsage {
  const {imageFs, containerFs} = node.runtime;
  return {
    name: node.nodeName ?? '',
    usage: {...withTraffic(usageOf(node), node.network), processes: node.rlimit.curproc, ephemeral: node.fs},
    disks: [
      ...(node.fs === undefined ? [] : [{role: 'root' as const, space: node.fs}]),
      ...(imageFs === undefined ? [] : [{role: 'images' as const, space: imageFs}]),
      ...(containerFs === undefined ? [] : [{role: 'containers' as const, space: containerFs}]),
    ],
  };
}

function podOf(pod: Pod, node: string | undefined): PodUsage {
  const containers = pod.containers.map(containerOf);
  return {
    namespace: pod.podRef.namespace ?? '',
    name: pod.podRef.name,
    node,
    usage: podUsage(pod, containers),
    containers,
    volumes: pod.volume.map(volumeOf),
  };
}

/**
 * CPU and memory of a pod are the sum of its containers, as metrics-server and kubectl count: the pod's own cgroup has
 * the pause container and the kernel's share on top, which `top compare` tells apart.
 */
function podUsage(pod: Pod, containers: readonly ContainerUsage[]): Usage {
  const own = withTraffic(usageOf(pod), pod.network);
  const of = (what: 'cpu' | 'memory' | 'rssBytes' | 'memoryWithCacheBytes' | 'swapBytes'): number | undefined => {
    const known = containers.map(({usage}) => usage[what]).filter((value) => value !== undefined);
    return known.length === 0 ? own[what] : known.reduce((sum, value) => sum + value, 0);
  };
  return {
    ...own,
    at: containers.find(({usage}) => usage.at !== undefined)?.usage.at ?? own.at,
    cpu: of('cpu'),
    memory: of('memory'),
    rssBytes: of('rssBytes'),
    memoryWithCacheBytes: of('memoryWithCacheBytes'),
    swapBytes: of('swapBytes'),
    ephemeral: pod['ephemeral-storage'],
    processes: pod.process_stats.process_count,
  };
}

function containerOf(container: Pod['containers'][number]): ContainerUsage {
  const {rootfs, logs} = container;
  return {name: container.name, usage: {...usageOf(container), ephemeral: layersOf(rootfs, logs)}};
}

/** What a container itself has written to the node's disk: its writable layer and its log. */
function layersOf(rootfs: Space | undefined, logs: Space | undefined): Space | undefined {
  if (rootfs === undefined && logs === undefined) return undefined;
  return {
    usedBytes: (rootfs?.usedBytes ?? 0) + (logs?.usedBytes ?? 0),
    inodesUsed: (rootfs?.inodesUsed ?? 0) + (logs?.inodesUsed ?? 0),
  };
}

const volumeOf = ({name: called, pvcRef, ...sizes}: Pod['volume'][number]): VolumeUsage => ({
  name: called,
  claim: pvcRef?.name,
  space: sizes,
});
