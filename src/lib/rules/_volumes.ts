import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {isLeaving, isOver} from '../model/containers.ts';
import type {Container, Pod, Volume} from '../model/kube/pod.ts';
import {type Ref, ref, refKey} from '../model/ref.ts';
import {quantity} from '../parse/quantity.ts';

/** The claim behind a volume; a generic ephemeral volume's is named after the pod and the volume. */
export function claimOf({metadata}: Pod, {name, persistentVolumeClaim: claim, ephemeral}: Volume): Ref | undefined {
  const claimName = claim?.claimName ?? (ephemeral === undefined ? undefined : `${metadata.name}-${name}`);
  return claimName === undefined || claimName === ''
    ? undefined
    : ref('PersistentVolumeClaim', metadata.namespace, claimName);
}

const known = new WeakMap<Cluster, ReadonlyMap<string, readonly Pod[]>>();

/** Pods that mount a claim and are not done or on their way out. */
export function podsMounting(cluster: Cluster, claim: Ref): readonly Pod[] {
  const found = known.get(cluster) ?? mountersByClaim(cluster);
  known.set(cluster, found);
  return found.get(refKey(claim)) ?? [];
}

function mountersByClaim(cluster: Cluster): ReadonlyMap<string, readonly Pod[]> {
  const out = new Map<string, Pod[]>();
  for (const pod of cluster.all('Pod')) {
    if (isOver(pod) || isLeaving(pod)) continue;
    const claims = pod.spec.volumes.map((volume) => claimOf(pod, volume)).filter((claim) => claim !== undefined);
    for (const key of new Set(claims.map(refKey))) {
      const pods = out.get(key);
      if (pods === undefined) out.set(key, [pod]);
      else pods.push(pod);
    }
  }
  return out;
}

const containersIn = ({spec}: Pod): readonly Container[] => [...spec.containers, ...spec.initContainers];

export const mountPathOf = (pod: Pod, volume: Volume): string | undefined =>
  containersIn(pod)
    .flatMap(({volumeMounts}) => volumeMounts)
    .find(({name}) => name === volume.name)?.mountPath;

/** Data that nobody in the pod may write cannot fill up. */
export const isReadOnlyIn = (cluster: Cluster, pod: Pod, volume: Volume): boolean => {
  const mounts = containersIn(pod)
    .flatMap(({volumeMounts}) => volumeMounts)
    .filter(({name}) => name === volume.name);
  const claim = claimOf(pod, volume);
  const modes =
    claim === undefined
      ? []
      : (cluster.get('PersistentVolumeClaim', claim.namespace, claim.name)?.spec.accessModes ?? []);
  return (
    volume.persistentVolumeClaim?.readOnly === true ||
    (mounts.length > 0 && mounts.every(({readOnly}) => readOnly === true)) ||
    (modes.length > 0 && modes.every((mode) => mode === 'ReadOnlyMany'))
  );
};

/** Volumes that hold data of the application, not its settings. */
export const holdsData = ({persistentVolumeClaim, emptyDir, ephemeral, nfs, hostPath, csi}: Volume): boolean =>
  [persistentVolumeClaim, emptyDir, ephemeral, nfs, hostPath].some((one) => one !== undefined) ||
  (csi !== undefined && !/secrets?-store|spiffe|cert-manager/.test(csi.driver ?? ''));

const isBelow = (path: string, mount: string): boolean =>
  path === mount || path.startsWith(mount.endsWith('/') ? mount : `${mount}/`);

/** The volume on which a path lies in a container: the longest mount path above it. */
export function volumeAt(
  pod: Pod,
  container: string,
  path: string,
): {readonly volume: Volume; readonly mountPath: string} | undefined {
  const mounts = containersIn(pod).find(({name}) => name === container)?.volumeMounts ?? [];
  const [best] = mounts
    .filter(({mountPath = ''}) => mountPath !== '' && isBelow(path, mountPath))
    .toSorted((a, b) => (b.mountPath?.length ?? 0) - (a.mountPath?.length ?? 0));
  const volume = pod.spec.volumes.find(({name}) => name === best?.name);
  return best?.mountPath === undefined || volume === undefined ? undefined : {volume, mountPath: best.mountPath};
}

/** The size limit of an emptyDir; 0 means none. */
export const sizeLimitOf = ({emptyDir}: Volume): number | undefined => {
  const limit = emptyDir?.sizeLimit === undefined ? 0 : (quantity(String(emptyDir.sizeLimit)) ?? 0);
  return limit > 0 ? limit : undefined;
};

/** How large a volume was asked to be. */
export function askedSize(cluster: Cluster, pod: Pod, volume: Volume): number | undefined {
  const limit = sizeLimitOf(volume);
  if (limit !== undefined) return limit;
  const claim = claimOf(pod, volume);
  const found = claim === undefined ? undefined : cluster.get('PersistentVolumeClaim', claim.namespace, claim.name);
  return quantity(found?.status.capacity['storage'] ?? found?.spec.resources.requests['storage']);
}

/** `emptyDir in memory`, `PersistentVolumeClaim data-0`. */
export function spellKind(pod: Pod, volume: Volume): string {
  const claim = claimOf(pod, volume);
  if (claim !== undefined) return `PersistentVolumeClaim ${claim.name}`;
  if (volume.emptyDir !== undefined) return volume.emptyDir.medium === 'Memory' ? 'emptyDir in memory' : 'emptyDir';
  if (volume.nfs !== undefined) return `NFS ${volume.nfs.server ?? ''}:${volume.nfs.path ?? ''}`;
  if (volume.hostPath !== undefined) return `hostPath ${volume.hostPath.path ?? ''}`;
  return volume.csi === undefined ? 'volume' : `CSI ${volume.csi.driver ?? ''}`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const trim = (value: number): string => String(Number(value.toFixed(value < 10 ? 1 : 0)));

/** `12 MiB`, or `11.9 of 12 MiB` in the unit of the whole. */
export function spellBytes(whole: number, part?: number): string {
  const step = whole <= 0 ? 0 : Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log2(whole) / 10)));
  const scale = 1024 ** step;
  return `${part === undefined ? '' : `${trim(part / scale)} of `}${trim(whole / scale)} ${UNITS[step] ?? ''}`;
}

export const podRefOf = (pod: Pod): Ref => refOf('Pod', pod);
