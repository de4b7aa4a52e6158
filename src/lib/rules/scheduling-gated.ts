import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {named, someOf} from './_story.ts';
import {isWithoutNode, keepsPending} from './_unscheduled.ts';

const LONG = 2 * MINUTE;

const gated = (cluster: Cluster): readonly Pod[] =>
  cluster.all('Pod').filter((pod) => {
    const isGated =
      pod.spec.schedulingGates.length > 0 ||
      conditionOf(pod.status.conditions, 'PodScheduled')?.reason === 'SchedulingGated';
    return isGated && isWithoutNode(pod) && (ageOf(pod.metadata.creationTimestamp, cluster.now) ?? 0) > LONG;
  });

export default {
  title: 'Scheduling gates hold a pod back',
  category: 'scheduling',
  severity: 'medium',
  why: 'The scheduler leaves a pod alone as long as spec.schedulingGates is not empty. The controller that set the gate (a queue, a quota manager) has to remove it.',
  confirm: ["kubectl get pod <pod> -o jsonpath='{.spec.schedulingGates}'"],
  fix: [
    'see why the controller that owns the gate does not remove it',
    'remove the gate from the pod template when that controller is gone',
  ],
  needs: ['Pod'],
  explains: keepsPending,
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/'],
  *check(cluster) {
    const pods = gated(cluster).map((pod) => ({pod, podRef: refOf('Pod', pod)}));
    for (const [subject, group] of byWorkload(cluster, pods)) {
      const [{pod, podRef}] = group;
      const condition = conditionOf(pod.status.conditions, 'PodScheduled');
      const gates = someOf(pod.spec.schedulingGates.map(({name}) => name));
      const field = gates === '' ? undefined : fieldProof(podRef, 'spec.schedulingGates', gates);
      const first = condition === undefined ? field : conditionProof(podRef, condition);
      yield {
        subject,
        summary: `${named(subject)} waits for its scheduling gate${gates === '' ? '' : ` ${gates}`} to be removed (SchedulingGated, ${String(group.length)} pod${group.length === 1 ? '' : 's'})`,
        since: earliest(group.map((one) => one.pod.metadata.creationTimestamp)),
        objects: group.map((one) => one.podRef),
        evidence: proof(first ?? fieldProof(podRef, 'status.phase', 'Pending'), first === field ? undefined : field),
      };
    }
  },
} satisfies Rule;
