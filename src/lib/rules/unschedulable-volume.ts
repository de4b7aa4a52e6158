import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {objectProof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {severityOf, someOf} from './_story.ts';
import {keepsPending, type Unscheduled, unschedulable, unscheduledEvidence} from './_unscheduled.ts';

const claimsOf = ({pod}: Unscheduled): readonly Ref[] => {
  const {namespace, name: podName} = pod.metadata;
  return pod.spec.volumes.flatMap(({name, persistentVolumeClaim: claim, ephemeral}) => {
    if (claim !== undefined) return [ref('PersistentVolumeClaim', namespace, claim.claimName)];
    // A generic ephemeral volume's claim is named after the pod and the volume.
    return ephemeral === undefined ? [] : [ref('PersistentVolumeClaim', namespace, `${podName}-${name}`)];
  });
};

const stateOf = (cluster: Cluster, {namespace, name}: Ref): string | undefined => {
  const claim = cluster.get('PersistentVolumeClaim', namespace, name);
  if (claim === undefined)
    return cluster.objects.isAbsent('PersistentVolumeClaim', namespace, name) ? 'does not exist' : undefined;
  return claim.status.phase === 'Bound' ? undefined : `is ${claim.status.phase ?? 'unbound'}`;
};

/** Claims that are not bound; the volumes of bound ones may still be out of reach. */
function because(cluster: Cluster, one: Unscheduled): string {
  const [{text, count}] = one.decisive;
  const bad = claimsOf(one).flatMap((claim) => {
    const state = stateOf(cluster, claim);
    return state === undefined ? [] : [`PersistentVolumeClaim ${claim.name} ${state}`];
  });
  const words = count > 0 && count < one.verdict.nodes ? `${String(count)} ${text}` : text;
  if (bad.length > 0) return `${someOf(bad)} (${words})`;
  const claims = claimsOf(one).map(({name}) => name);
  return `${words}${claims.length === 0 ? '' : ` (PersistentVolumeClaim ${someOf(claims)})`}`;
}

function* claimEvidence(cluster: Cluster, one: Unscheduled) {
  for (const {namespace, name} of claimsOf(one).slice(0, 3)) {
    const claim = cluster.get('PersistentVolumeClaim', namespace, name);
    if (claim !== undefined)
      yield objectProof('PersistentVolumeClaim', claim, 'status.phase', claim.status.phase ?? '');
  }
}

export default {
  title: 'A volume keeps a pod from being scheduled',
  category: 'scheduling',
  severity: 'high',
  why: 'The scheduler places a pod only where its volumes can be attached. A claim that is not bound, a volume that lives in another zone or on another node, or a node with no room for one more volume leaves the pod Pending.',
  confirm: [
    'kubectl get pvc',
    'kubectl describe pvc <claim>',
    'kubectl get pv -o custom-columns=NAME:.metadata.name,AFFINITY:.spec.nodeAffinity',
  ],
  fix: [
    'mend the claim: class, provisioner, size, access mode',
    'let the pod run where its volume is',
    'use volumeBindingMode WaitForFirstConsumer, so that volumes are made where the pod can run',
  ],
  needs: ['Pod'],
  tags: ['pending', 'storage-wait'],
  explains: keepsPending,
  sources: [
    'pkg/scheduler/framework/plugins/volumebinding',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding',
  ],
  *check(cluster) {
    yield* unschedulable(cluster, 'volume', (one) => {
      const claims = claimsOf(one);
      const [event, ...rest] = unscheduledEvidence(one);
      const subject = cluster.owners.topOf(one.podRef);
      // Provisioning takes a moment, and the scheduler complains meanwhile.
      const isYoung = (ageOf(one.pod.metadata.creationTimestamp, cluster.now) ?? Infinity) < MINUTE / 2;
      return {
        because: because(cluster, one),
        severity: isYoung ? 'medium' : severityOf(cluster, subject),
        objects: [refOf('Pod', one.pod), ...claims],
        toward: claims,
        evidence: [event, ...claimEvidence(cluster, one), ...rest],
      };
    });
  },
} satisfies Rule;
