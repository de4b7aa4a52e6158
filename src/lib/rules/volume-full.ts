import type {Cluster} from '../model/cluster.ts';
import type {PodSign} from '../model/cluster/logs.ts';
import {byWorkload, containersOf, isLeaving, isReady} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod, Volume} from '../model/kube/pod.ts';
import {type FileSystem, type PodStats, type Summary, summaryOf, type VolumeStats} from '../model/kube/summary.ts';
import {fieldProof, metricProof, podSignProof, proof} from '../model/proof.ts';
import {distinctRefs, type Ref} from '../model/ref.ts';
import type {Lead, Rule} from '../model/rule.ts';
import {earliest, HOUR, isRecent} from '../model/time.ts';
import {brief, endsContainers, hasFailed, inNamespace, isActive, isRestarting, named} from './_story.ts';
import {
  askedSize,
  claimOf,
  holdsData,
  isReadOnlyIn,
  mountPathOf,
  podRefOf,
  sizeLimitOf,
  spellBytes,
  spellKind,
  volumeAt,
} from './_volumes.ts';

/** What the alert KubePersistentVolumeFillingUp of kubernetes-mixin calls critical: less than 3 % left. */
const FULL = 0.97;
const NODES_AT_MOST = 20;

interface Usage {
  readonly words: string;
  readonly share: number;
  readonly stats: VolumeStats;
  readonly at: string | undefined;
}

interface Full {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly volume: Volume;
  readonly mountPath: string | undefined;
  readonly sign?: PodSign | undefined;
  readonly usage?: Usage | undefined;
}

/** Restarted again and again, ended in failure, or running and not ready. */
function isInTrouble(cluster: Cluster, pod: Pod): boolean {
  if (isLeaving(pod)) return false;
  const containers = containersOf(pod);
  if (containers.some((one) => isRestarting(one, cluster.now) || hasFailed(one))) return true;
  return isActive(pod) && !isReady(pod) && containers.some(({status}) => status.state.running !== undefined);
}

/** A volume that reports the size of the node's disk lies on it: what is full then is the node. */
const isOnNodeDisk = ({node}: Summary, {capacityBytes}: FileSystem): boolean =>
  capacityBytes !== undefined &&
  [node.fs, node.runtime.imageFs, node.runtime.containerFs].some((disk) => disk?.capacityBytes === capacityBytes);

/** How much of a volume is in use; the size limit of an emptyDir binds before the disk below it does. */
function usageOf(page: Summary, volume: Volume, stats: VolumeStats): Usage | undefined {
  const {usedBytes = 0, availableBytes, capacityBytes = Infinity, inodes = 0, inodesFree = inodes, time: at} = stats;
  const isShared = isOnNodeDisk(page, stats);
  const inodeShare = isShared || inodes === 0 ? 0 : 1 - inodesFree / inodes;
  if (inodeShare >= FULL)
    return {words: `${String(inodes - inodesFree)} of ${String(inodes)} inodes`, share: inodeShare, stats, at};
  const size = Math.min(sizeLimitOf(volume) ?? Infinity, isShared ? Infinity : capacityBytes);
  if (!Number.isFinite(size) || size <= 0) return undefined;
  // A file system keeps blocks for root: nothing is available to others before all is used.
  const taken =
    isShared || size !== capacityBytes || availableBytes === undefined
      ? usedBytes
      : Math.max(usedBytes, size - availableBytes);
  return {words: spellBytes(size, taken), share: taken / size, stats, at};
}

const indexes = new WeakMap<Summary, ReadonlyMap<string, PodStats>>();

function statsOf(cluster: Cluster, pod: Pod, volume: Volume): Usage | undefined {
  const page = pod.nodeName === undefined ? undefined : summaryOf(cluster, pod.nodeName);
  if (page === undefined) return undefined;
  const index =
    indexes.get(page) ?? new Map(page.pods.map((one) => [`${one.podRef.namespace ?? ''}/${one.podRef.name}`, one]));
  indexes.set(page, index);
  const {namespace = '', name} = pod.metadata;
  const stats = index.get(`${namespace}/${name}`)?.volume.find((one) => one.name === volume.name);
  return stats === undefined ? undefined : usageOf(page, volume, stats);
}

/** Volumes that the kubelet's figures show full. */
function* byFigures(cluster: Cluster): Generator<Full> {
  for (const node of cluster.snapshot.kubelet.keys()) {
    for (const pod of cluster.podsOn(node)) {
      if (!isActive(pod)) continue;
      for (const volume of pod.spec.volumes) {
        const usage = holdsData(volume) ? statsOf(cluster, pod, volume) : undefined;
        if (usage !== undefined && usage.share >= FULL && !isReadOnlyIn(cluster, pod, volume))
          yield {pod, podRef: podRefOf(pod), volume, mountPath: mountPathOf(pod, volume), usage};
      }
    }
  }
}

/** ENOSPC is also what inotify says when it has no watches left, and semget without semaphores: no volume is full then. */
const NO_DISK = /inotify|fsnotify|\bwatch(?:er|es|ing)?\b|semaphore|semget|cgroup/i;
const PATH = /(?:^|[\s"'`=([{:])(\/[^\s"'`,;:)\]}]+)/g;
/** PostgreSQL and others name a segment, not the directory in which it lies. */
const SHARED_MEMORY = /shared memory segment|\/dev\/shm/i;

const pathsIn = (text: string): readonly string[] => [
  ...(SHARED_MEMORY.test(text) ? ['/dev/shm'] : []),
  ...[...text.matchAll(PATH)].map(([, path = '']) => path),
];

/** The volume that a line is about: by its path, else the full one, else the only one that holds data. */
function volumeIn(cluster: Cluster, pod: Pod, {log, line}: PodSign): Pick<Full, 'volume' | 'mountPath'> | undefined {
  const paths = pathsIn(line.text);
  const found = paths.map((path) => volumeAt(pod, log.container, path)).find((one) => one !== undefined);
  if (found !== undefined) return holdsData(found.volume) ? found : undefined;
  // A path outside all mounts lies in the container's own file system, on the disk of the node.
  if (paths.length > 0) return undefined;
  const mounts =
    [...pod.spec.containers, ...pod.spec.initContainers].find(({name}) => name === log.container)?.volumeMounts ?? [];
  const volumes = pod.spec.volumes.filter(
    (one) => holdsData(one) && !isReadOnlyIn(cluster, pod, one) && mounts.some(({name}) => name === one.name),
  );
  const full = volumes.find((one) => (statsOf(cluster, pod, one)?.share ?? 0) >= FULL);
  const [only, ...others] = volumes;
  const volume = full ?? (others.length === 0 ? only : undefined);
  return volume === undefined
    ? undefined
    : {volume, mountPath: mounts.find(({name}) => name === volume.name)?.mountPath};
}

/** Volumes of pods in trouble whose logs say that there is no space. */
function* byLogs(cluster: Cluster): Generator<Full> {
  for (const sign of cluster.logs.inPods('app-no-space').toReversed()) {
    const {log, line} = sign;
    const pod = cluster.get('Pod', log.pod.namespace, log.pod.name);
    if (pod === undefined || NO_DISK.test(line.text) || !isInTrouble(cluster, pod)) continue;
    if (!log.previous && line.at !== undefined && !isRecent(line.at, cluster.now, HOUR)) continue;
    const place = volumeIn(cluster, pod, sign);
    if (place !== undefined) yield {pod, podRef: log.pod, ...place, sign, usage: statsOf(cluster, pod, place.volume)};
  }
}

const spellSize = (cluster: Cluster, {pod, volume, usage}: Full): string => {
  const asked = askedSize(cluster, pod, volume);
  const size = usage !== undefined && usage.share >= FULL ? usage.words : asked === undefined ? '' : spellBytes(asked);
  return [size, spellKind(pod, volume)].filter((one) => one !== '').join(', ');
};

/** The message without what stands around it, for the end of the summary. */
const ERRNO = /no space left on device|disk quota exceeded|no inodes/i;

const FIGURES = ['availableBytes', 'capacityBytes', 'usedBytes', 'inodes', 'inodesFree'] as const;

function* figures({podRef, volume, usage}: Full): Generator<Evidence> {
  if (usage === undefined) return;
  const {stats, at} = usage;
  const quoted = FIGURES.flatMap((key) => (stats[key] === undefined ? [] : [`${key}=${String(stats[key])}`])).join(' ');
  yield metricProof(
    podRef,
    `stats/summary volume[${volume.name}].usedBytes`,
    stats.usedBytes ?? 0,
    'bytes',
    quoted,
    at,
  );
}

function asked({pod, podRef, volume}: Full): Evidence {
  const at = `spec.volumes[${volume.name}]`;
  if (volume.emptyDir === undefined) return fieldProof(podRef, at, spellKind(pod, volume));
  const {medium, sizeLimit} = volume.emptyDir;
  return fieldProof(
    podRef,
    `${at}.emptyDir`,
    `medium: ${medium ?? '""'}, sizeLimit: ${sizeLimit === undefined ? 'none' : String(sizeLimit)}`,
  );
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [Full, ...Full[]]): Sighting {
  const shown = group.find(({sign}) => sign !== undefined) ?? group[0];
  const {pod, volume, mountPath, sign, usage} = shown;
  const claims = distinctRefs(group.flatMap((one) => claimOf(one.pod, one.volume) ?? []));
  const pods = distinctRefs(group.map(({podRef}) => podRef));
  const state =
    sign === undefined && usage !== undefined && usage.share < 0.995
      ? `is ${String(Math.floor(usage.share * 100))} % full`
      : 'is full';
  const errno = sign === undefined ? undefined : (ERRNO.exec(sign.line.text)?.[0] ?? brief(sign.line.text, 100));
  const claim = claims[0];
  return {
    subject,
    summary: `${named(subject)}: volume ${volume.name}${mountPath === undefined ? '' : ` at ${mountPath}`} ${state} (${spellSize(cluster, shown)})${errno === undefined ? '' : `: ${errno.toLowerCase()}`}${pods.length > 1 ? ` (${String(pods.length)} pods)` : ''}`,
    severity: group.some((one) => isInTrouble(cluster, one.pod)) ? 'high' : 'medium',
    since: earliest(group.map((one) => one.sign?.line.at)),
    objects: [...pods, ...claims],
    toward: claims,
    evidence:
      sign === undefined
        ? proof([...figures(shown)][0] ?? asked(shown), asked(shown))
        : proof(podSignProof(sign), ...figures(shown), asked(shown)),
    confirm: [`${inNamespace(subject)} exec ${pod.metadata.name} -- df -h ${mountPath ?? ''}`.trim()],
    fix:
      claim === undefined
        ? [
            `raise sizeLimit of the volume ${volume.name} (in memory it counts to the memory limit), or let the application write less`,
          ]
        : [
            `${inNamespace(claim)} patch pvc ${claim.name} -p '{"spec":{"resources":{"requests":{"storage":"<more>"}}}}' (where the StorageClass allows expansion), or delete what is not needed`,
          ],
  };
}

export default {
  title: 'A volume is full',
  category: 'storage',
  severity: 'high',
  why: 'A process that cannot write stops or answers with errors. A restart does not help, because the files of a volume survive it.',
  confirm: [
    'kubectl exec <pod> -- df -h <path>; df -i <path>',
    'kubectl get --raw /api/v1/nodes/<node>/proxy/stats/summary: usedBytes against capacityBytes of the volume',
  ],
  fix: [
    'delete what is not needed, or make the application keep less',
    'enlarge the claim where its StorageClass allows it, or raise sizeLimit of the emptyDir',
    'many small files: a file system with more inodes',
  ],
  needs: ['Pod'],
  patterns: ['app-no-space'],
  explains: endsContainers,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
    'https://github.com/kubernetes-monitoring/kubernetes-mixin (KubePersistentVolumeFillingUp)',
    'staging/src/k8s.io/kubelet/pkg/apis/stats/v1alpha1/types.go',
  ],
  *leads(cluster): Generator<Lead> {
    const all = cluster.all('Node').map(({metadata}) => metadata.name);
    const troubled = new Set<string>();
    if (all.length > NODES_AT_MOST)
      for (const pod of cluster.all('Pod'))
        if (
          troubled.size < NODES_AT_MOST &&
          pod.nodeName !== undefined &&
          pod.spec.volumes.some(holdsData) &&
          isInTrouble(cluster, pod)
        )
          troubled.add(pod.nodeName);
    for (const node of all.length > NODES_AT_MOST ? troubled : all)
      yield {want: 'kubelet', node, endpoint: 'stats/summary'};
  },
  *check(cluster) {
    const found = [...byLogs(cluster), ...byFigures(cluster)];
    for (const [subject, group] of byWorkload(cluster, found)) {
      for (const [, [first, ...rest] = []] of Map.groupBy(group, ({volume}) => volume.name))
        if (first !== undefined) yield sighting(cluster, subject, [first, ...rest]);
    }
  },
} satisfies Rule;
