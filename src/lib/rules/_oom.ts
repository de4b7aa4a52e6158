import type {NodeSign} from '../model/cluster/logs.ts';
import type {Cluster} from '../model/cluster.ts';
import type {PodContainer} from '../model/containers.ts';

export interface Victim {
  readonly sign: NodeSign;
  /** The node was out of memory, not the container's cgroup. */
  readonly isGlobal: boolean;
}

/** An id this short would be found in any path. */
const ID_AT_LEAST = 8;
const bareId = (id: string | undefined): string => (id ?? '').split('//').at(-1) ?? '';
const idsOf = ({state, lastState, containerID}: PodContainer['status']): readonly string[] =>
  [state.terminated?.containerID, lastState.terminated?.containerID, containerID]
    .map(bareId)
    .filter((id) => id.length > ID_AT_LEAST);

const signsByNode = new WeakMap<Cluster, ReadonlyMap<string, readonly NodeSign[]>>();
function signsOn(cluster: Cluster, node: string): readonly NodeSign[] {
  const known = signsByNode.get(cluster) ?? Map.groupBy(cluster.logs.onNodes('kernel-oom-cgroup'), (sign) => sign.node);
  signsByNode.set(cluster, known);
  return known.get(node) ?? [];
}

/**
 * The kernel's line about a container. It names the victim by its cgroup, which ends in the container's id below its pod's uid:
 * `/kubepods/burstable/pod<uid>/<id>`, or under systemd `kubepods-burstable-pod<uid with _>.slice/cri-containerd-<id>.scope`.
 * Ids of earlier instances are forgotten, so the pod's uid serves as well, unless the path names a sibling.
 */
export function kernelVictim(cluster: Cluster, one: PodContainer): Victim | undefined {
  const {pod, status} = one;
  const own = idsOf(status);
  const siblings = [...pod.status.containerStatuses, ...pod.status.initContainerStatuses].filter(
    ({name}) => name !== status.name,
  );
  const uid = pod.metadata.uid ?? '';
  const uids = [uid, uid.replaceAll('-', '_')].filter((key) => key.length > ID_AT_LEAST);
  const others = siblings.flatMap(idsOf);
  const isOf = (path: string, keys: readonly string[]): boolean => keys.some((key) => path.includes(key));
  const signs = signsOn(cluster, pod.nodeName ?? '');
  const byId = signs.findLast(({mark}) => isOf(mark.fields['cgroup'] ?? '', own));
  const byUid = signs.findLast(
    ({mark}) => isOf(mark.fields['cgroup'] ?? '', uids) && !isOf(mark.fields['cgroup'] ?? '', others),
  );
  const sign = byId ?? byUid;
  return sign === undefined ? undefined : {sign, isGlobal: isGlobal(sign.mark.fields['constraint'])};
}

/** `CONSTRAINT_NONE`: no cgroup was the limit. */
const isGlobal = (constraint: string | undefined): boolean =>
  constraint !== undefined && /NONE|CPUSET|MEMORY_POLICY/.test(constraint);

/** The `Killed process` line that the same report ends with: it has the sizes. */
export const killedLine = (cluster: Cluster, {sign}: Victim): NodeSign | undefined =>
  cluster.logs
    .onNodes('kernel-oom-killed')
    .findLast(({node, mark}) => node === sign.node && mark.fields['pid'] === sign.mark.fields['pid']);
