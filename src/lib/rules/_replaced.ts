import type {Cluster} from '../model/cluster.ts';
import {isLeaving, isOver, isReady} from '../model/containers.ts';
import type {Ref} from '../model/ref.ts';

/** How many pods a workload wants; undefined where it says nothing (a bare pod, a custom kind, a DaemonSet). */
export function wanted(cluster: Cluster, {kind, namespace, name}: Ref): number | undefined {
  if (kind === 'DaemonSet') return cluster.get(kind, namespace, name)?.status.desiredNumberScheduled;
  if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'ReplicaSet' && kind !== 'ReplicationController')
    return undefined;
  const object = cluster.get(kind, namespace, name);
  return object === undefined ? undefined : (object.spec.replicas ?? 1);
}

export const readyCount = (cluster: Cluster, of: Ref): number =>
  cluster.owners.podsBelow(of).filter((pod) => isReady(pod) && !isLeaving(pod) && !isOver(pod)).length;

/** True when the workload has all its pods again, so that one thrown away is history. A finished Job is satisfied as well. */
export function isMadeUp(cluster: Cluster, of: Ref): boolean {
  if (of.kind === 'Job')
    return (
      cluster
        .get('Job', of.namespace, of.name)
        ?.status.conditions.some(({type, status}) => type === 'Complete' && status === 'True') ?? false
    );
  if (of.kind === 'CronJob') return true;
  const count = wanted(cluster, of);
  return count !== undefined && readyCount(cluster, of) >= count;
}
