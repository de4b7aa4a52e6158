import type {Cluster} from './cluster.ts';
import {refOf} from './cluster/objects.ts';
import type {Container, ContainerStatus, Pod, Terminated} from './kube/pod.ts';
import type {Ref} from './ref.ts';

export type ContainerRole = 'container' | 'init' | 'sidecar';

/** A container of a pod: what was asked for and what became of it. */
export interface PodContainer {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly role: ContainerRole;
  readonly status: ContainerStatus;
  /** Undefined when the spec does not name it, which only broken recordings do. */
  readonly spec: Container | undefined;
}

/** Containers of a pod that have a status: init containers (native sidecars told apart), then the others. */
export function containersOf(pod: Pod): readonly PodContainer[] {
  const podRef = refOf('Pod', pod);
  const init = pod.status.initContainerStatuses.map((status): PodContainer => {
    const spec = pod.spec.initContainers.find(({name}) => name === status.name);
    // A native sidecar (KEP-753) is an init container that is meant to keep running.
    return {pod, podRef, status, spec, role: spec?.restartPolicy === 'Always' ? 'sidecar' : 'init'};
  });
  const main = pod.status.containerStatuses.map((status): PodContainer => {
    return {pod, podRef, status, spec: pod.spec.containers.find(({name}) => name === status.name), role: 'container'};
  });
  return [...init, ...main];
}

const troubled = new WeakMap<Cluster, readonly PodContainer[]>();

/**
 * Containers that wait with a reason, ended, or were restarted: the few that most rules about containers look at.
 * Found once per cluster: a hundred rules must not each walk 50,000 pods.
 */
export function troubledContainers(cluster: Cluster): readonly PodContainer[] {
  const known = troubled.get(cluster);
  if (known !== undefined) return known;
  const found = cluster.all('Pod').flatMap((pod) => (isQuiet(pod) ? [] : containersOf(pod).filter(isTroubled)));
  troubled.set(cluster, found);
  return found;
}

const isQuiet = ({status}: Pod): boolean =>
  status.phase === 'Running' &&
  status.containerStatuses.every((one) => one.ready === true && (one.restartCount ?? 0) === 0) &&
  status.initContainerStatuses.every((one) => (one.restartCount ?? 0) === 0);

const isTroubled = ({status, role}: PodContainer): boolean => {
  const {waiting, terminated} = status.state;
  if ((status.restartCount ?? 0) > 0 || waiting !== undefined) return true;
  return (
    terminated !== undefined && !(terminated.exitCode === 0 && role !== 'sidecar' && terminated.reason !== 'OOMKilled')
  );
};

/** Containers waiting for one of these reasons. */
export function* waitingWith(cluster: Cluster, ...reasons: readonly string[]): Generator<PodContainer> {
  for (const one of troubledContainers(cluster)) {
    const reason = one.status.state.waiting?.reason;
    if (reason !== undefined && reasons.includes(reason)) yield one;
  }
}

/** How a container ended last: its present end, or the one before the restart. */
export const lastEnd = ({state, lastState}: ContainerStatus): Terminated | undefined =>
  state.terminated ?? lastState.terminated;

/** True while the pod is on its way out: nothing about it is news. */
export const isLeaving = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;

/** True for pods that have done their work or were given up; their containers are history. */
export const isOver = (pod: Pod): boolean => pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';

export const conditionOf = <C extends {readonly type?: string | undefined}>(
  conditions: readonly C[],
  type: string,
): C | undefined => conditions.find((one) => one.type === type);

export const isReady = (pod: Pod): boolean => conditionOf(pod.status.conditions, 'Ready')?.status === 'True';

/** One line per group of pods: pods of one workload have one story. */
export function byWorkload<T extends {readonly podRef: Ref}>(
  cluster: Cluster,
  items: Iterable<T>,
): ReadonlyArray<readonly [Ref, readonly [T, ...T[]]]> {
  const groups = new Map<string, [Ref, [T, ...T[]]]>();
  for (const item of items) {
    const top = cluster.owners.topOf(item.podRef);
    const key = `${top.kind}/${top.namespace ?? ''}/${top.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [top, [item]]);
    else group[1].push(item);
  }
  return [...groups.values()];
}
