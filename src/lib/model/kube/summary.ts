import type {Cluster} from '../cluster.ts';
import {type Decoded, isObject, list, maybe, name, number, object, text, word} from '../schema.ts';

/** FsStats of the kubelet (k8s.io/kubelet/pkg/apis/stats/v1alpha1). Inodes are absent for file systems that have none. */
const fields = {
  time: text,
  availableBytes: number,
  capacityBytes: number,
  usedBytes: number,
  inodes: number,
  inodesFree: number,
  inodesUsed: number,
};
const fileSystem = object(fields);
export type FileSystem = Decoded<typeof fileSystem>;

const memory = object({
  time: text,
  availableBytes: number,
  usageBytes: number,
  workingSetBytes: number,
  rssBytes: number,
});

const volumeStats = object({...fields, name: name, pvcRef: maybe(object({namespace: word, name: name}))});
export type VolumeStats = Decoded<typeof volumeStats>;

const containerStats = object({name: name, memory, rootfs: maybe(fileSystem), logs: maybe(fileSystem)});

const podStats = object({
  podRef: object({name: name, namespace: word, uid: text}),
  volume: list(volumeStats),
  'ephemeral-storage': maybe(fileSystem),
  containers: list(containerStats),
});
export type PodStats = Decoded<typeof podStats>;

/** The kubelet's /stats/summary page: what is used on the node and by each of its pods. */
export const summary = object({
  node: object({
    nodeName: word,
    memory,
    fs: maybe(fileSystem),
    runtime: object({imageFs: maybe(fileSystem), containerFs: maybe(fileSystem)}),
    rlimit: object({maxpid: number, curproc: number}),
  }),
  pods: list(podStats),
});
export type Summary = Decoded<typeof summary>;

/** The page as a record; undefined for what is no such page (an error in its place, a cut one). */
export function parseSummary(page: string): Summary | undefined {
  try {
    const raw: unknown = JSON.parse(page);
    return isObject(raw) && isObject(raw['node']) ? summary(raw) : undefined;
  } catch {
    return undefined;
  }
}

const parsed = new WeakMap<Cluster, Map<string, Summary | undefined>>();

/** The summary page of a node, where it was read. A page of a big node has megabytes: it is parsed once. */
export function summaryOf(cluster: Cluster, node: string): Summary | undefined {
  const pages = parsed.get(cluster) ?? new Map<string, Summary | undefined>();
  parsed.set(cluster, pages);
  if (!pages.has(node)) {
    const page = cluster.snapshot.kubelet.get(node)?.get('stats/summary');
    pages.set(node, page === undefined ? undefined : parseSummary(page));
  }
  return pages.get(node);
}
