import type {Cluster} from '../model/cluster.ts';
import {conditionOf} from '../model/containers.ts';
import {byWorkload} from '../model/containers.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {conditionProof, eventProof, fieldProof, proof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {brief, inNamespace, named, someOf} from './_story.ts';

/** deletionTimestamp already lies a grace period after the request; unmounting takes a while as well. */
const LATE = 2 * MINUTE;

interface Stuck {
  readonly podRef: Ref;
  readonly pod: Pod;
  readonly why: string;
  readonly evidence: Evidence | undefined;
  readonly node: Ref | undefined;
}

const isRunning = ({status}: Pod): boolean => status.containerStatuses.some(({state}) => state.running !== undefined);

/** What holds the pod, in the order in which it would have to be mended. */
function holder(cluster: Cluster, pod: Pod, podRef: Ref): Omit<Stuck, 'pod' | 'podRef'> {
  const nodeRef = ref('Node', undefined, pod.nodeName ?? '');
  const node = cluster.get('Node', undefined, pod.nodeName ?? '');
  const ready = conditionOf(node?.status.conditions ?? [], 'Ready');
  const isGone = pod.nodeName !== undefined && cluster.objects.isAbsent('Node', undefined, pod.nodeName);
  if (isGone)
    return {
      why: `its node ${nodeRef.name} does not exist any more`,
      evidence: fieldProof(podRef, 'spec.nodeName', nodeRef.name),
      node: nodeRef,
    };
  if (ready !== undefined && ready.status !== 'True')
    return {
      why: `its node ${nodeRef.name} is not ready, so no kubelet confirms the end`,
      evidence: conditionProof(nodeRef, ready),
      node: nodeRef,
    };
  const failed = cluster.events
    .of(podRef, 'FailedKillPod', 'ExceededGracePeriod', 'FailedUnmount', 'FailedUnMount')
    .at(-1);
  const {finalizers} = pod.metadata;
  if (finalizers.length > 0 && !isRunning(pod))
    return {
      why: `finalizer${finalizers.length === 1 ? '' : 's'} ${someOf(finalizers)} not removed by ${finalizers.length === 1 ? 'its' : 'their'} controller`,
      evidence: fieldProof(podRef, 'metadata.finalizers', finalizers.join(', ')),
      node: undefined,
    };
  if (failed !== undefined) return {why: brief(failed.message), evidence: eventProof(failed), node: nodeRef};
  return {
    why: isRunning(pod) ? 'its containers do not end' : 'the kubelet does not finish its clean-up',
    evidence: undefined,
    node: nodeRef,
  };
}

function* seen(cluster: Cluster): Generator<Stuck> {
  for (const pod of cluster.all('Pod')) {
    const {deletionTimestamp} = pod.metadata;
    if (
      deletionTimestamp === undefined ||
      cluster.now.getTime() - Date.parse(deletionTimestamp) < LATE ||
      ageOf(deletionTimestamp, cluster.now) === undefined
    )
      continue;
    const podRef = refOf('Pod', pod);
    yield {podRef, pod, ...holder(cluster, pod, podRef)};
  }
}

function sighting(subject: Ref, group: readonly [Stuck, ...Stuck[]]): Sighting {
  const [{pod, podRef, why, evidence, node}] = group;
  const {deletionTimestamp = ''} = pod.metadata;
  const status = fieldProof(podRef, 'metadata.deletionTimestamp', deletionTimestamp, deletionTimestamp);
  const what =
    subject.kind === 'Pod'
      ? named(subject)
      : `${String(group.length)} pod${group.length === 1 ? '' : 's'} of ${named(subject)}`;
  return {
    subject,
    summary: `${what} ${group.length === 1 ? 'is' : 'are'} stuck Terminating: ${why}`,
    since: earliest(group.map((one) => one.pod.metadata.deletionTimestamp)),
    objects: group.map((one) => one.podRef),
    toward: node === undefined ? [] : [node],
    evidence: evidence === undefined ? proof(status) : proof(evidence, status),
    confirm: [`${inNamespace(subject)} get pod ${podRef.name} -o yaml`],
    fix: [
      `when the containers are gone for certain: ${inNamespace(subject)} delete pod ${podRef.name} --grace-period=0 --force`,
    ],
  };
}

export default {
  title: 'A pod is stuck Terminating',
  category: 'workload',
  severity: 'medium',
  why: 'A deleted pod stays until its kubelet has ended its containers and every finalizer is removed. A StatefulSet does not replace it before, and its volumes stay attached.',
  confirm: ['kubectl get pod <pod> -o yaml: deletionTimestamp, finalizers, nodeName', 'kubectl get node <node>'],
  fix: [
    'bring the node back, or delete its Node object when the machine is gone for good',
    'mend the controller of the finalizer',
    'as a last resort: kubectl delete pod <pod> --grace-period=0 --force',
  ],
  needs: ['Pod'],
  explains: [{rule: '#unavailable', via: 'is'}],
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  ],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, seen(cluster))) yield sighting(subject, group);
  },
} satisfies Rule;
