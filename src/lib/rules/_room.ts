import type {Cluster} from '../model/cluster.ts';
import {isOver} from '../model/containers.ts';
import type {Node} from '../model/kube/cluster.ts';
import type {PodSpec} from '../model/kube/pod.ts';
import {quantity} from '../parse/quantity.ts';

/** What the scheduler counts for a pod: its containers together, or its biggest init container when that is more (sidecars run along). */
export function requestOf(spec: PodSpec, resource: string): number {
  if (resource === 'pods') return 1;
  const of = ({resources}: PodSpec['containers'][number]): number =>
    quantity(resources.requests[resource] ?? resources.limits[resource]) ?? 0;
  const main = spec.containers.reduce((sum, one) => sum + of(one), 0);
  let sidecars = 0;
  let peak = 0;
  for (const one of spec.initContainers) {
    if (one.restartPolicy === 'Always') sidecars += of(one);
    else peak = Math.max(peak, sidecars + of(one));
  }
  return Math.max(main + sidecars, peak);
}

export interface Room {
  readonly node: Node;
  readonly allocatable: number;
  readonly free: number;
}

const rooms = new WeakMap<Cluster, Map<string, readonly Room[]>>();

/** For each node how much of a resource it has for pods, and how much of that nobody has asked for. */
export function roomFor(cluster: Cluster, resource: string): readonly Room[] {
  const known = rooms.get(cluster) ?? new Map<string, readonly Room[]>();
  rooms.set(cluster, known);
  const found = known.get(resource) ?? cluster.all('Node').map((node) => roomOn(cluster, node, resource));
  known.set(resource, found);
  return found;
}

function roomOn(cluster: Cluster, node: Node, resource: string): Room {
  const allocatable = quantity(node.status.allocatable[resource]) ?? 0;
  const used = cluster
    .podsOn(node.metadata.name)
    .filter((pod) => !isOver(pod))
    .reduce((sum, {spec}) => sum + requestOf(spec, resource), 0);
  return {node, allocatable, free: Math.max(0, allocatable - used)};
}

/** The one with the most of something; undefined for none. */
export const most = (all: readonly Room[], key: 'allocatable' | 'free'): Room | undefined =>
  all.reduce<Room | undefined>((best, one) => (best === undefined || one[key] > best[key] ? one : best), undefined);
