import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf, isLeaving} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import {conditionProof, eventProof, fieldProof, proof} from '../model/proof.ts';
import type {Evidence} from '../model/evidence.ts';
import {distinctRefs, type Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, HOUR, isRecent} from '../model/time.ts';
import {isMadeUp} from './_replaced.ts';
import {brief, inNamespace, named} from './_story.ts';
import {keepsPending} from './_unscheduled.ts';

interface Preempted {
  /** Told by its status, its event or both; it counts once. */
  readonly victim: Ref;
  readonly podRef: Ref;
  readonly at: string | undefined;
  readonly message: string;
  readonly proof: Evidence;
}

/** The kubelet preempts for a critical pod and leaves the victim behind as Failed; the scheduler deletes its victims. */
const byStatus = (cluster: Cluster): readonly Preempted[] =>
  cluster.all('Pod').flatMap((pod) => {
    const condition = conditionOf(pod.status.conditions, 'DisruptionTarget');
    const isVictim =
      pod.status.reason === 'Preempting' ||
      (pod.status.phase === 'Failed' && condition?.reason === 'PreemptionByScheduler');
    if (!isVictim || isLeaving(pod)) return [];
    const podRef = refOf('Pod', pod);
    const at = condition?.lastTransitionTime ?? pod.status.startTime;
    const message = condition?.message ?? pod.status.message ?? '';
    return [
      {
        victim: podRef,
        podRef,
        at,
        message,
        proof:
          condition === undefined
            ? fieldProof(podRef, 'status', `phase Failed: ${pod.status.reason ?? ''}: ${message}`, at)
            : conditionProof(podRef, condition),
      },
    ];
  });

/** A victim that is gone is known by its event; its name, without the suffix, is its workload's. */
const byEvent = (cluster: Cluster): readonly Preempted[] =>
  cluster.events
    .withReason('Preempted', 'Preempting')
    .filter(({about, last}) => about.kind === 'Pod' && isRecent(last, cluster.now, HOUR))
    .map((event: KubeEvent) => ({
      victim: event.about,
      podRef: successor(cluster, event.about),
      at: event.last,
      message: event.message,
      proof: eventProof(event),
    }));

const successor = (cluster: Cluster, about: Ref): Ref => {
  if (cluster.objects.byRef(about) !== undefined) return about;
  const stem = about.name.replace(/-[a-z0-9]{5}$/, '-');
  const other = cluster.network
    .podsIn(about.namespace)
    .find(({metadata}) => metadata.name.startsWith(stem) && metadata.name.length === about.name.length);
  return other === undefined ? about : refOf('Pod', other);
};

export default {
  title: 'Pods had to make room for pods of higher priority',
  category: 'scheduling',
  severity: 'low',
  why: 'The scheduler removes pods of lower priority when a pod of higher priority finds no room. It works as asked; when the victims find no other place, there is too little room for all.',
  confirm: ['kubectl get events -A --field-selector reason=Preempted', 'kubectl get priorityclasses'],
  fix: [
    'add room, or lower the requests',
    'give the victims a higher priority, or the other pods preemptionPolicy: Never',
  ],
  needs: ['Pod'],
  explains: keepsPending,
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, [...byStatus(cluster), ...byEvent(cluster)])) {
      const [one] = group;
      // A workload that is gone is no one's concern any more.
      if (cluster.objects.byRef(subject) === undefined) continue;
      const count = distinctRefs(group.map(({victim}) => victim)).length;
      const isBack = isMadeUp(cluster, subject);
      yield {
        subject,
        summary: `${named(subject)} was preempted${count > 1 ? ` (${String(count)} pods)` : ''}: ${one.message === '' ? 'a pod of higher priority took its place' : brief(one.message)}`,
        severity: isBack ? 'low' : 'medium',
        active: !isBack,
        since: earliest(group.map(({at}) => at)),
        objects: group.slice(0, 50).map(({podRef}) => podRef),
        evidence: proof(one.proof),
        confirm: [`${inNamespace(subject)} get pods`],
      };
    }
  },
} satisfies Rule;
