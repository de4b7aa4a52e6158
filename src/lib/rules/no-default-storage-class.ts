import type {Cluster} from '../model/cluster.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, objectProof, proof} from '../model/proof.ts';
import {distinctRefs} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {holdsUpPods, type PendingClaim, pendingClaims, spellClasses} from './_claims.ts';
import {inNamespace, named} from './_story.ts';

function sighting(cluster: Cluster, group: readonly [PendingClaim, ...PendingClaim[]]): Sighting {
  const shown = group.find(({pods}) => pods.length > 0) ?? group[0];
  const {claim, ref: subject, events} = shown;
  const [event] = events;
  const others = group.length === 1 ? '' : ` (and ${String(group.length - 1)} more claims)`;
  const phase = objectProof('PersistentVolumeClaim', claim, 'status.phase', 'Pending, without spec.storageClassName');
  return {
    subject,
    summary: `${named(subject)}${others} is Pending: it names no StorageClass and no class is the default; ${spellClasses(cluster)}`,
    severity: group.some(({pods}) => pods.length > 0) ? 'high' : 'medium',
    since: earliest(group.map((one) => one.claim.metadata.creationTimestamp)),
    objects: distinctRefs(group.flatMap((one) => [one.ref, ...one.pods])),
    evidence: event === undefined ? proof(phase) : proof(eventProof(event), phase),
    confirm: ['kubectl get storageclass', `${inNamespace(subject)} describe pvc ${subject.name}`],
    fix: [
      'make a class the default: kubectl patch storageclass <class> -p \'{"metadata":{"annotations":{"storageclass.kubernetes.io/is-default-class":"true"}}}\'',
      'or name a class in the claim',
    ],
  };
}

export default {
  title: 'A claim names no StorageClass and there is no default one',
  category: 'storage',
  severity: 'high',
  why: 'A claim without a class gets the default class. Where there is none it waits for a volume that somebody makes by hand.',
  confirm: [
    'kubectl get storageclass: none is marked (default)',
    'kubectl describe pvc <claim>: no persistent volumes available for this claim and no storage class is set',
  ],
  fix: ['mark a StorageClass as default', 'name a class in the claim'],
  needs: ['PersistentVolumeClaim', 'StorageClass'],
  explains: [...holdsUpPods, {rule: '#storage-wait', via: 'mounts'}],
  sources: ['https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/'],
  *check(cluster) {
    const found = pendingClaims(cluster).filter(({why}) => why === 'no default class');
    for (const [, [first, ...rest] = []] of Map.groupBy(found, ({ref: {namespace}}) => namespace))
      if (first !== undefined) yield sighting(cluster, [first, ...rest]);
  },
} satisfies Rule;
