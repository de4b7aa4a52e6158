import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, DAY, earliest, HOUR, MINUTE} from '../model/time.ts';
import {eventsAbout, inNamespace, named, severityOf} from './_story.ts';
import {isWithoutNode, keepsPending} from './_unscheduled.ts';

const LONG = 2 * MINUTE;

const isIgnored = (cluster: Cluster, pod: Pod): boolean =>
  isWithoutNode(pod) &&
  pod.spec.schedulingGates.length === 0 &&
  conditionOf(pod.status.conditions, 'PodScheduled') === undefined &&
  (ageOf(pod.metadata.creationTimestamp, cluster.now) ?? 0) > LONG &&
  eventsAbout(cluster, pod, refOf('Pod', pod), undefined, 'FailedScheduling', 'Scheduled').length === 0;

const spell = (age: number): string =>
  age < 2 * HOUR
    ? `${String(Math.floor(age / MINUTE))} minutes`
    : age < 2 * DAY
      ? `${String(Math.floor(age / HOUR))} hours`
      : `${String(Math.floor(age / DAY))} days`;

const waiting = (subject: Ref, count: number): string =>
  subject.kind === 'Pod'
    ? 'has been Pending'
    : `has ${String(count)} pod${count === 1 ? ' that has' : 's that have'} been Pending`;

/** Another scheduler than the default one may simply not be installed. */
const blame = (scheduler: string | undefined): string =>
  scheduler === undefined || scheduler === 'default-scheduler'
    ? 'the scheduler does not work, or is behind'
    : `its schedulerName is "${scheduler}": is that scheduler running?`;

export default {
  title: 'No scheduler has looked at a pod',
  category: 'scheduling',
  severity: 'high',
  why: 'A scheduler either binds a pod to a node or writes down why it cannot. A pod that is Pending for minutes without either has not been looked at: its scheduler is down, has lost its lease, or does not exist under that name.',
  confirm: [
    "kubectl get pod <pod> -o jsonpath='{.spec.schedulerName}'",
    'kubectl -n kube-system get pods -l component=kube-scheduler',
    'kubectl -n kube-system get lease kube-scheduler',
  ],
  fix: ['bring the scheduler back', 'correct schedulerName in the pod template'],
  needs: ['Pod'],
  tags: ['pending'],
  explains: keepsPending,
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/',
    'https://kubernetes.io/docs/tasks/extend-kubernetes/configure-multiple-schedulers/',
  ],
  *check(cluster) {
    const pods = cluster
      .all('Pod')
      .filter((pod) => isIgnored(cluster, pod))
      .map((pod) => ({pod, podRef: refOf('Pod', pod)}));
    for (const [subject, group] of byWorkload(cluster, pods)) {
      const [{pod, podRef}] = group;
      const since = earliest(group.map((one) => one.pod.metadata.creationTimestamp));
      yield {
        subject,
        summary: `${named(subject)} ${waiting(subject, group.length)} for ${spell(ageOf(since, cluster.now) ?? 0)}, and no scheduler has looked at ${group.length === 1 ? 'it' : 'them'}: ${blame(pod.spec.schedulerName)}`,
        severity: severityOf(cluster, subject),
        since,
        objects: group.map((one) => one.podRef),
        evidence: proof(
          fieldProof(
            podRef,
            'status',
            `phase Pending, no PodScheduled condition${cluster.objects.wasRead('Event') ? ', no FailedScheduling event' : ''} (created ${pod.metadata.creationTimestamp ?? '?'})`,
            pod.metadata.creationTimestamp,
          ),
          pod.spec.schedulerName === undefined
            ? undefined
            : fieldProof(podRef, 'spec.schedulerName', pod.spec.schedulerName),
        ),
        confirm: [
          `${inNamespace(subject)} describe pod ${podRef.name}`,
          'kubectl -n kube-system get lease kube-scheduler -o yaml',
        ],
      };
    }
  },
} satisfies Rule;
