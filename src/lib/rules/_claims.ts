import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {KubeEvent} from '../model/event.ts';
import type {KubeObject} from '../model/kinds.ts';
import type {PersistentVolumeClaim} from '../model/kube/storage.ts';
import type {Ref} from '../model/ref.ts';
import type {Explains} from '../model/rule.ts';
import {podRefOf, podsMounting} from './_volumes.ts';

export type StorageClass = KubeObject<'StorageClass'>;

/** What a claim without a volume brings about. Not `#storage-wait` itself: some that use this carry that tag. */
export const holdsUpPods: readonly Explains[] = [
  {rule: 'unschedulable-volume', via: 'mounts'},
  {rule: '#pending', via: 'mounts'},
  {rule: '#not-starting', via: 'mounts'},
  {rule: '#not-ready', via: 'mounts'},
  {rule: '#unavailable', via: 'mounts'},
  {rule: '#no-endpoints', via: 'selects'},
  {rule: '#client-errors', via: 'calls'},
  {rule: '#job-failed', via: 'mounts'},
];

/** A claim that has no volume yet, with all that says why. */
export interface PendingClaim {
  readonly claim: PersistentVolumeClaim;
  readonly ref: Ref;
  /** Undefined when the claim names none; the empty string when it wants none. */
  readonly className: string | undefined;
  readonly storageClass: StorageClass | undefined;
  /** Events about this very claim, newest first. */
  readonly events: readonly KubeEvent[];
  readonly pods: readonly Ref[];
  readonly why: Why;
}

type Why = 'class missing' | 'no default class' | 'provisioning failed' | 'waits for a pod' | 'other';

const known = new WeakMap<Cluster, readonly PendingClaim[]>();

export function pendingClaims(cluster: Cluster): readonly PendingClaim[] {
  const found =
    known.get(cluster) ??
    cluster
      .all('PersistentVolumeClaim')
      .filter(({status, metadata}) => status.phase === 'Pending' && metadata.deletionTimestamp === undefined)
      .map((claim) => judged(cluster, claim));
  known.set(cluster, found);
  return found;
}

function judged(cluster: Cluster, claim: PersistentVolumeClaim): PendingClaim {
  const ref = refOf('PersistentVolumeClaim', claim);
  // Before the field there was an annotation, which still wins.
  const className =
    claim.metadata.annotations['volume.beta.kubernetes.io/storage-class'] ?? claim.spec.storageClassName;
  const storageClass =
    className === undefined || className === '' ? undefined : cluster.get('StorageClass', undefined, className);
  const events = cluster.events
    .of(ref)
    .filter(({uid}) => uid === undefined || claim.metadata.uid === undefined || uid === claim.metadata.uid)
    .toReversed();
  const one = {claim, ref, className, storageClass, events, pods: podsMounting(cluster, ref).map(podRefOf)};
  return {...one, why: whyPending(cluster, one)};
}

const CLASS_NOT_FOUND = /storageclass(?:\.storage\.k8s\.io)? "([^"]+)" not found/i;
export const classEvent = ({events}: Pick<PendingClaim, 'events'>): KubeEvent | undefined =>
  events.find(({message}) => CLASS_NOT_FOUND.test(message));

export const provisioningEvent = ({events}: Pick<PendingClaim, 'events'>): KubeEvent | undefined =>
  events.find(
    ({reason, message}) => reason === 'ProvisioningFailed' && !CLASS_NOT_FOUND.test(message) && !FLEETING.test(message),
  );

/** A conflict that is tried again at once. */
const FLEETING =
  /the object has been modified|provisioning in progress|in progress on node|Operation with the given|already exists, .*retry/i;

function whyPending(cluster: Cluster, one: Omit<PendingClaim, 'why'>): Why {
  const {claim, className, storageClass} = one;
  if (claim.spec.volumeName !== undefined && claim.spec.volumeName !== '') return 'other';
  if (className === undefined)
    return cluster.objects.wasRead('StorageClass') && !cluster.all('StorageClass').some(isDefault)
      ? 'no default class'
      : 'other';
  const isAbsent =
    className !== '' &&
    (cluster.objects.isAbsent('StorageClass', undefined, className) ||
      (storageClass === undefined && classEvent(one) !== undefined));
  if (isAbsent) return 'class missing';
  if (provisioningEvent(one) !== undefined) return 'provisioning failed';
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer' &&
    claim.metadata.annotations['volume.kubernetes.io/selected-node'] === undefined
    ? 'waits for a pod'
    : 'other';
}

/** The annotation and its beta form. */
export const isDefault = ({metadata: {annotations}}: StorageClass): boolean =>
  annotations['storageclass.kubernetes.io/is-default-class'] === 'true' ||
  annotations['storageclass.beta.kubernetes.io/is-default-class'] === 'true';

/** Classes that there are, the default one marked: for a person who has to choose. */
export const spellClasses = (cluster: Cluster): string => {
  const all = cluster.all('StorageClass').map((one) => `${one.metadata.name}${isDefault(one) ? ' (default)' : ''}`);
  if (all.length === 0) return 'the cluster has no StorageClass';
  return `there ${all.length === 1 ? 'is' : 'are'}: ${all.slice(0, 5).join(', ')}${all.length > 5 ? ' and others' : ''}`;
};
