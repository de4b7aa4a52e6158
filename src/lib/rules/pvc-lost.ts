import {refOf} from '../model/cluster/objects.ts';
import {eventProof, objectProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {holdsUpPods} from './_claims.ts';
import {inNamespace, named} from './_story.ts';
import {podRefOf, podsMounting} from './_volumes.ts';

export default {
  title: 'A claim has lost its volume',
  category: 'storage',
  severity: 'high',
  why: 'The PersistentVolume to which the claim was bound is gone or belongs to another. The data may be lost, and the pods that mount the claim cannot start.',
  confirm: ['kubectl describe pvc <claim>', 'kubectl get pv <volume>'],
  fix: [
    'when the disk still exists: make the PersistentVolume anew with the same name and claimRef',
    'restore from a backup into a new claim',
  ],
  needs: ['PersistentVolumeClaim'],
  explains: [...holdsUpPods, {rule: '#storage-wait', via: 'mounts'}],
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/',
  ],
  *check(cluster) {
    for (const claim of cluster.all('PersistentVolumeClaim')) {
      if (claim.status.phase !== 'Lost' || claim.metadata.deletionTimestamp !== undefined) continue;
      const subject = refOf('PersistentVolumeClaim', claim);
      const {volumeName} = claim.spec;
      const event = cluster.events.of(subject, 'ClaimLost', 'ClaimMisbound').at(-1);
      const pods = podsMounting(cluster, subject).map(podRefOf);
      const isGone = volumeName !== undefined && cluster.objects.isAbsent('PersistentVolume', undefined, volumeName);
      const phase = objectProof('PersistentVolumeClaim', claim, 'status.phase', 'Lost');
      yield {
        subject,
        summary: `${named(subject)} is Lost: its PersistentVolume ${volumeName ?? ''} ${isGone ? 'does not exist any more' : 'is not bound to it any more'}`,
        severity: pods.length > 0 ? 'high' : 'medium',
        since: event?.first,
        objects: [subject, ...pods],
        toward: volumeName === undefined ? [] : [ref('PersistentVolume', undefined, volumeName)],
        evidence: event === undefined ? proof(phase) : proof(eventProof(event), phase),
        confirm: [`${inNamespace(subject)} describe pvc ${subject.name}`],
      };
    }
  },
} satisfies Rule;
