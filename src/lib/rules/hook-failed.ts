import type {Cluster} from '../model/cluster.ts';
import {byWorkload, isLeaving, isReady} from '../model/containers.ts';
import {containerIn, type KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {eventProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, isRecent, MINUTE} from '../model/time.ts';
import {brief, endsContainers, inNamespace, named, severityOf} from './_story.ts';

interface Seen {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly event: KubeEvent;
}

function* seen(cluster: Cluster): Generator<Seen> {
  for (const event of cluster.events.withReason('FailedPostStartHook', 'FailedPreStopHook')) {
    const pod = event.about.kind === 'Pod' ? cluster.get('Pod', event.about.namespace, event.about.name) : undefined;
    if (pod === undefined || !isRecent(event.last, cluster.now, 30 * MINUTE)) continue;
    // A container that runs well since has passed its hook.
    if (event.reason === 'FailedPreStopHook' || (!isReady(pod) && !isLeaving(pod)))
      yield {pod, podRef: event.about, event};
  }
}

/** `Exec lifecycle hook ([sh -c x]) for Container "app" in Pod … failed - error: command 'sh -c x' exited with 1: , message: "…"`; newer kubelets say `PostStartHook failed`. */
const core = (message: string): string => brief(/(?:error: |message: )(.*)$/s.exec(message)?.[1] ?? message);

function sighting(cluster: Cluster, subject: Ref, group: readonly [Seen, ...Seen[]]): Sighting {
  const shown = group.findLast(({event}) => event.reason === 'FailedPostStartHook') ?? group[0];
  const isStart = shown.event.reason === 'FailedPostStartHook';
  const container = containerIn(shown.event) ?? 'of the pod';
  return {
    subject,
    summary: isStart
      ? `${named(subject)}: the postStart hook of container ${container} fails, so the container is killed: ${core(shown.event.message)}`
      : `${named(subject)}: the preStop hook of container ${container} fails: ${core(shown.event.message)}`,
    severity: isStart ? severityOf(cluster, subject) : 'low',
    since: earliest(group.map(({event}) => event.first)),
    objects: group.map(({podRef}) => podRef),
    evidence: proof(eventProof(shown.event)),
    confirm: [`${inNamespace(subject)} describe pod ${shown.podRef.name}`],
    fix: [`correct lifecycle.${isStart ? 'postStart' : 'preStop'} of container ${container}`],
  };
}

export default {
  title: 'A lifecycle hook of a container fails',
  category: 'workload',
  severity: 'high',
  why: 'A container whose postStart hook fails is killed and restarted. A preStop hook that fails leaves the container without its orderly end.',
  confirm: ['kubectl describe pod <pod>: FailedPostStartHook or FailedPreStopHook'],
  fix: ['correct the command or URL of the hook', 'move slow or fragile work into an init container'],
  needs: ['Pod', 'Event'],
  explains: [...endsContainers, {rule: 'create-container-error', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, seen(cluster))) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
