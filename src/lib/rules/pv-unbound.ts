import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {named} from './_story.ts';

/** The controller binds what fits within seconds. */
const LONG = 5 * MINUTE;

export default {
  title: 'A volume waits for a claim that does not bind',
  category: 'storage',
  severity: 'low',
  why: 'A PersistentVolume that is reserved for a claim is used by nobody else. When that claim does not exist, or does not bind, its space is idle and whoever waits for it waits on.',
  confirm: ['kubectl get pv: STATUS Available or Pending with a CLAIM', 'kubectl describe pvc of the claim it names'],
  fix: [
    'create the claim that it is reserved for, with the same class, size and access modes',
    'or remove spec.claimRef so that others can claim it',
  ],
  needs: ['PersistentVolume'],
  explains: [{rule: '#storage-wait', via: 'depends on'}],
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume'],
  *check(cluster) {
    for (const volume of cluster.all('PersistentVolume')) {
      const {status, spec, metadata} = volume;
      const {claimRef} = spec;
      const phase = status.phase ?? '';
      if (!['Available', 'Pending'].includes(phase) || metadata.deletionTimestamp !== undefined) continue;
      // One that is free and reserved for nobody is a pool's stock; one just made is on its way.
      if (claimRef === undefined || (ageOf(metadata.creationTimestamp, cluster.now) ?? Infinity) < LONG) continue;
      const subject = refOf('PersistentVolume', volume);
      const claim = `${claimRef.namespace ?? ''}/${claimRef.name}`;
      const isGone = cluster.objects.isAbsent('PersistentVolumeClaim', claimRef.namespace, claimRef.name);
      yield {
        subject,
        summary: `${named(subject)} is ${phase} and reserved for PersistentVolumeClaim ${claim}, which ${isGone ? 'does not exist' : 'is not bound to it'}`,
        evidence: proof(fieldProof(subject, 'status.phase', phase), fieldProof(subject, 'spec.claimRef', claim)),
        confirm: [`kubectl describe pv ${subject.name}`],
      };
    }
  },
} satisfies Rule;
