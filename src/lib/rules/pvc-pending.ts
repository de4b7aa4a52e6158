import type {Cluster} from '../model/cluster.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, objectProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {quantity} from '../parse/quantity.ts';
import {holdsUpPods, type PendingClaim, pendingClaims} from './_claims.ts';
import {brief, inNamespace, named} from './_story.ts';

/** Clouds take their time. */
const LONG = 2 * MINUTE;

/** Why no volume that is there will do. */
function misfit(cluster: Cluster, {claim, className = ''}: PendingClaim): string {
  const free = cluster
    .all('PersistentVolume')
    .filter(({status, spec}) => status.phase === 'Available' && (spec.storageClassName ?? '') === className);
  const wanted = quantity(claim.spec.resources.requests['storage']) ?? 0;
  if (free.length === 0)
    return `no free PersistentVolume ${className === '' ? 'without a class' : `of class ${className}`} is there`;
  if (free.every(({spec}) => (quantity(spec.capacity['storage']) ?? 0) < wanted))
    return `every free PersistentVolume is smaller than ${claim.spec.resources.requests['storage'] ?? ''}`;
  if (free.every(({spec}) => claim.spec.accessModes.some((mode) => !spec.accessModes.includes(mode))))
    return `no free PersistentVolume has access mode ${claim.spec.accessModes.join(', ')}`;
  return 'no free PersistentVolume fits';
}

function ofNamedVolume(cluster: Cluster, {ref: {namespace, name}}: PendingClaim, volume: string): string {
  const found = cluster.get('PersistentVolume', undefined, volume);
  if (found === undefined)
    return cluster.objects.isAbsent('PersistentVolume', undefined, volume)
      ? `PersistentVolume ${volume}, which it names, does not exist`
      : `it waits for PersistentVolume ${volume}`;
  const {claimRef} = found.spec;
  const isOthers = claimRef !== undefined && (claimRef.namespace !== namespace || claimRef.name !== name);
  return isOthers
    ? `PersistentVolume ${volume}, which it names, belongs to ${claimRef.namespace ?? ''}/${claimRef.name}`
    : `PersistentVolume ${volume}, which it names, is ${found.status.phase ?? 'not bound to it'}`;
}

function because(cluster: Cluster, one: PendingClaim): string {
  const {claim, storageClass} = one;
  const {volumeName = ''} = claim.spec;
  const [event] = one.events;
  if (volumeName !== '') return ofNamedVolume(cluster, one, volumeName);
  const provisioner = storageClass?.provisioner;
  if (provisioner === undefined || provisioner === 'kubernetes.io/no-provisioner') return misfit(cluster, one);
  return event === undefined || /ExternalProvisioning|^Provisioning$|WaitFor/.test(event.reason)
    ? `provisioner ${provisioner} (StorageClass ${storageClass?.metadata.name ?? ''}) has not made a volume`
    : brief(event.message, 200);
}

function sighting(cluster: Cluster, one: PendingClaim): Sighting {
  const {ref: subject, claim, events, pods, className} = one;
  const [event] = events;
  const phase = objectProof('PersistentVolumeClaim', claim, 'status.phase', 'Pending');
  const provisioner = one.storageClass?.provisioner;
  return {
    subject,
    summary: `${named(subject)} is Pending: ${because(cluster, one)}`,
    severity: pods.length > 0 ? 'high' : 'medium',
    since: claim.metadata.creationTimestamp,
    objects: [subject, ...pods],
    toward: [
      ...(className === undefined || className === '' ? [] : [ref('StorageClass', undefined, className)]),
      ...(provisioner === undefined ? [] : [ref('CSIDriver', undefined, provisioner)]),
    ],
    evidence: event === undefined ? proof(phase) : proof(eventProof(event), phase),
    confirm: [`${inNamespace(subject)} describe pvc ${subject.name}`, 'kubectl get pv'],
  };
}

export default {
  title: 'A claim waits for a volume',
  category: 'storage',
  severity: 'high',
  why: 'The claim is bound to no volume, and the pods that mount it cannot start. With WaitForFirstConsumer that is normal until a pod is scheduled.',
  confirm: ['kubectl describe pvc <claim>', 'kubectl get pv'],
  fix: [
    'make a PersistentVolume that fits in class, size and access mode',
    'see whether the provisioner of the class runs',
    'correct volumeName, or free the volume it names',
  ],
  needs: ['PersistentVolumeClaim'],
  tags: ['storage-wait'],
  explains: holdsUpPods,
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding'],
  *check(cluster) {
    for (const one of pendingClaims(cluster))
      if (one.why === 'other' && (ageOf(one.claim.metadata.creationTimestamp, cluster.now) ?? 0) > LONG)
        yield sighting(cluster, one);
  },
} satisfies Rule;
