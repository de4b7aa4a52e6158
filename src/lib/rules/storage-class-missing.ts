import type {Cluster} from '../model/cluster.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, objectProof, proof} from '../model/proof.ts';
import {distinctRefs, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {didYouMean} from '../parse/similar.ts';
import {classEvent, holdsUpPods, type PendingClaim, pendingClaims, spellClasses} from './_claims.ts';
import {inNamespace, named} from './_story.ts';

function sighting(cluster: Cluster, group: readonly [PendingClaim, ...PendingClaim[]]): Sighting {
  const shown = group.find(({pods}) => pods.length > 0) ?? group[0];
  const {claim, ref: subject, className = ''} = shown;
  const event = classEvent(shown);
  const field = objectProof('PersistentVolumeClaim', claim, 'spec.storageClassName', className);
  const wasRead = cluster.objects.wasRead('StorageClass');
  const near = didYouMean(
    className,
    cluster.all('StorageClass').map(({metadata}) => metadata.name),
  );
  const free = cluster
    .all('PersistentVolume')
    .filter(({spec, status}) => spec.storageClassName === className && status.phase === 'Available');
  const others = group.length === 1 ? '' : ` (and ${String(group.length - 1)} more claims)`;
  const instead = wasRead ? (near === '' ? `; ${spellClasses(cluster)}` : near) : '';
  return {
    subject,
    summary: `${named(subject)}${others} is Pending: StorageClass "${className}" does not exist${free.length > 0 ? ' and no free PersistentVolume of that class fits' : ''}${instead}`,
    severity: group.some(({pods}) => pods.length > 0) ? 'high' : 'medium',
    since: earliest([event?.first, ...group.map((one) => one.claim.metadata.creationTimestamp)]),
    objects: distinctRefs(group.flatMap((one) => [one.ref, ...one.pods])),
    toward: [ref('StorageClass', undefined, className)],
    evidence:
      event === undefined
        ? proof(field, objectProof('PersistentVolumeClaim', claim, 'status.phase', 'Pending'))
        : proof(eventProof(event), field),
    confirm: ['kubectl get storageclass', `${inNamespace(subject)} describe pvc ${subject.name}`],
    fix: [
      `create the StorageClass ${className}, or make the claim anew with one that exists (the class of a claim cannot be changed; of a StatefulSet: mend volumeClaimTemplates)`,
    ],
  };
}

export default {
  title: 'A claim names a StorageClass that does not exist',
  category: 'storage',
  severity: 'high',
  why: 'Nothing provisions a volume for a class that is not there. The claim stays Pending, and so does every pod that mounts it.',
  confirm: ['kubectl describe pvc <claim>: ProvisioningFailed', 'kubectl get storageclass'],
  fix: ['create the StorageClass', 'delete the claim and make it anew with a class that exists'],
  needs: ['PersistentVolumeClaim'],
  explains: [...holdsUpPods, {rule: '#storage-wait', via: 'mounts'}],
  sources: [
    'pkg/controller/volume/persistentvolume/pv_controller.go',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
  ],
  *check(cluster) {
    const missing = pendingClaims(cluster).filter(({why}) => why === 'class missing');
    for (const [, [first, ...rest] = []] of Map.groupBy(
      missing,
      ({ref: {namespace}, className}) => `${namespace ?? ''}/${className ?? ''}`,
    ))
      if (first !== undefined) yield sighting(cluster, [first, ...rest]);
  },
} satisfies Rule;
