import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {named, someOf} from './_story.ts';

export default {
  title: 'Volumes are left over from deleted claims',
  category: 'storage',
  severity: 'low',
  why: 'With reclaim policy Retain a volume keeps its data when its claim is deleted. It is bound to nobody, cannot be claimed again as it is, and goes on costing.',
  confirm: ['kubectl get pv: STATUS Released'],
  fix: ['use it again: remove spec.claimRef', 'or delete the PersistentVolume and the disk behind it'],
  needs: ['PersistentVolume'],
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain'],
  *check(cluster) {
    const released = cluster
      .all('PersistentVolume')
      .filter(
        ({status, spec, metadata}) =>
          status.phase === 'Released' &&
          spec.persistentVolumeReclaimPolicy === 'Retain' &&
          metadata.deletionTimestamp === undefined,
      );
    for (const [className, group] of Map.groupBy(released, ({spec}) => spec.storageClassName ?? '')) {
      const [volume, ...others] = group;
      if (volume === undefined) continue;
      const subject = refOf('PersistentVolume', volume);
      const {claimRef, capacity} = volume.spec;
      const more = others.length === 0 ? '' : `; so are ${someOf(others.map(({metadata}) => metadata.name))}`;
      yield {
        subject,
        summary: `${named(subject)}${className === '' ? '' : ` (StorageClass ${className})`} is Released: its claim ${claimRef?.namespace ?? ''}/${claimRef?.name ?? ''} is gone and ${capacity['storage'] ?? 'its space'} is kept${more}`,
        objects: group.map((one) => refOf('PersistentVolume', one)),
        evidence: proof(
          fieldProof(subject, 'status.phase', 'Released'),
          fieldProof(subject, 'spec.persistentVolumeReclaimPolicy', 'Retain'),
        ),
        confirm: [`kubectl describe pv ${subject.name}`],
      };
    }
  },
} satisfies Rule;
