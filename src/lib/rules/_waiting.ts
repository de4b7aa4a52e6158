import type {Cluster} from '../model/cluster.ts';
import {byWorkload, isLeaving, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Evidence, Proof} from '../model/evidence.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, proof, waitingProof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import {earliest} from '../model/time.ts';
import {eventsAbout} from './_story.ts';

/** Reasons with which a container has not been started yet, whatever the cause. */
export const isWaiting = ({pod, status}: PodContainer): boolean =>
  status.state.waiting !== undefined && !isLeaving(pod);

export const reasonOf = ({status}: PodContainer): string => status.state.waiting?.reason ?? '';

/** Everything the kubelet said about why a container waits, the status first, then the newest event. */
export function saidAbout(cluster: Cluster, one: PodContainer, ...reasons: readonly string[]): readonly KubeEvent[] {
  return [...eventsAbout(cluster, one.pod, one.podRef, one.status.name, ...reasons)].reverse();
}

/** Status and event that carry the same words: the event first, because it has a time. */
export function waitingEvidence(
  one: PodContainer,
  event: KubeEvent | undefined,
  ...more: ReadonlyArray<Evidence | undefined>
): Proof {
  const status = waitingProof(one);
  return event === undefined ? proof(status, ...more) : proof(eventProof(event), status, ...more);
}

/** When a container began to wait: its pod's start, or the first event of the kind. */
export const waitingSince = (
  group: readonly PodContainer[],
  events: ReadonlyArray<KubeEvent | undefined> = [],
): string | undefined =>
  earliest(events.map((event) => event?.first)) ??
  earliest(group.map(({pod}) => pod.status.startTime ?? pod.metadata.creationTimestamp));

/** A container that waits, with what a rule found out about it. */
export interface Held<F> {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly found: F;
}

/** Looks at each waiting container once and groups what was found by workload. */
export function heldByWorkload<F>(
  cluster: Cluster,
  look: (one: PodContainer) => F | undefined,
): ReadonlyArray<readonly [Ref, readonly [Held<F>, ...ReadonlyArray<Held<F>>]]> {
  const held = troubledContainers(cluster)
    .filter(isWaiting)
    .flatMap((one) => {
      const found = look(one);
      return found === undefined ? [] : [{one, podRef: one.podRef, found}];
    });
  return byWorkload(cluster, held);
}

export const podsIn = (group: ReadonlyArray<{readonly podRef: Ref}>): Sighting['objects'] => [
  ...new Map(group.map(({podRef}) => [podRef.name, podRef])).values(),
];
