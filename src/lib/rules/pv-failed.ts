import {refOf} from '../model/cluster/objects.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {brief, named} from './_story.ts';

export default {
  title: 'A volume could not be reclaimed',
  category: 'storage',
  severity: 'medium',
  why: 'The claim of the volume was deleted, and deleting or recycling the volume behind it failed. It costs money and space, and nobody can use it.',
  confirm: ['kubectl describe pv <volume>: VolumeFailedDelete', 'the log of the provisioner'],
  fix: [
    'mend what the message names: rights, snapshots, an attachment left over',
    'delete the disk at the storage, then the PersistentVolume',
  ],
  needs: ['PersistentVolume'],
  explains: [{rule: '#storage-wait', via: 'depends on'}],
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming'],
  *check(cluster) {
    for (const volume of cluster.all('PersistentVolume')) {
      const {status, spec} = volume;
      const subject = refOf('PersistentVolume', volume);
      const event = cluster.events.of(subject, 'VolumeFailedDelete', 'VolumeFailedRecycle').at(-1);
      const isStuck =
        status.phase === 'Released' && event !== undefined && spec.persistentVolumeReclaimPolicy !== 'Retain';
      if (status.phase !== 'Failed' && !isStuck) continue;
      const said = status.message ?? event?.message ?? 'no message says why';
      const phase = fieldProof(
        subject,
        'status.phase',
        `${status.phase}${status.message === undefined ? '' : `: ${status.message}`}`,
      );
      yield {
        subject,
        summary: `${named(subject)} is ${status.phase}${spec.claimRef === undefined ? '' : ` (last claim ${spec.claimRef.namespace ?? ''}/${spec.claimRef.name})`}: ${brief(said, 200)}`,
        since: event?.first,
        toward:
          spec.claimRef === undefined
            ? []
            : [ref('PersistentVolumeClaim', spec.claimRef.namespace, spec.claimRef.name)],
        evidence: event === undefined ? proof(phase) : proof(eventProof(event), phase),
        confirm: [`kubectl describe pv ${subject.name}`],
      };
    }
  },
} satisfies Rule;
