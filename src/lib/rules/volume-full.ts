import type {Cluster} from '../model/cluster.ts';
import {byWorkload, containersOf, isLeaving, isReady} from '../model/containers.ts';
import type {PodSign} from '../model/cluster/logs.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod, Volume} from '../model/kube/pod.ts';
import {type FileSystem, type Summary, summaryOf, type VolumeStats} from '../model/kube/summary.ts';
import {fieldProof, metricProof, podSignProof, proof} from '../model/proof.ts';
import {type Ref, refKey} from '../model/ref.ts';
import type {Lead, Rule} from '../model/rule.ts';
import {earliest, HOUR, instant, isRecent, MINUTE} from '../model/time.ts';
import {endsContainers, hasFailed, inNamespace, isActive, isRestarting, named} from './_story.ts';
import {askedSize, claimOf, holdsData, isReadOnlyIn, mountPathOf, podRefOf, spellBytes, spellKind, volumeAt} from './_volumes.ts';

/** What the alert KubePersistentVolumeFillingUp of the kubernetes-mixin calls critical: less than 3 % left. */
const FULL = 0.97;
const NODES_AT_MOST = 20;

interface Full {
  readonly pod: Pod;
  readonly podRef: Ref;
  /** Undefined for the /dev/shm that every container has without asking. */
  readonly volume: Volume | undefined;
  readonly mountPath: string | undefined;
  readonly sign: PodSign | undefined;
  readonly stats: VolumeStats | undefined;
  readonly inTrouble: boolean;
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
  capacityBytes !== undefined && [node.fs, node.runtime.imageFs, node.runtime.containerFs].some((disk) => disk?.capacityBytes === capacityBytes);

/** The share in use and of what; the size limit of an emptyDir binds before the disk does. */
function usage(page: Summary, volume: Volume, stats: VolumeStats): {readonly share: number; readonly words: string} | undefined {
  const {usedBytes, availableBytes, capacityBytes, inodes = 0, inodesFree = 1} = stats;
  const limit = volume.emptyDir === undefined ? undefined : limitOf(volume);
  const isShared = isOnNodeDisk(page, stats);
  if (isShared && limit === undefined) return undefined;
  const size = Math.min(limit ?? Infinity, isShared ? Infinity : (capacityBytes ?? Infinity));
  if (!isShared && inodes > 0 && inodesFree <= inodes * (1 - FULL) && volume.emptyDir === undefined)
    return {share: 1 - inodesFree / inodes, words: `${String(inodes - inodesFree)} of ${String(inodes)} inodes`};
  if (!Number.isFinite(size) || size <= 0) return undefined;
  // A file system keeps blocks for root: nothing is available to others before all is used.
  const byAvailable = isShared || availableBytes === undefined || size !== capacityBytes ? 0 : 1 - availableBytes / size;
  return {share: Math.max((usedBytes ?? 0) / size, byAvailable), words: spellBytes(size, byAvailable >= 1 ? size : usedBytes)};
}

const limitOf = (volume: Volume): number | undefined => {
  const size = askedSize(NO_CLUSTER, NO_POD, volume);
  return size === undefined || size <= 0 ? undefined : size;
};
