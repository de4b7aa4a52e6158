import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf, containersOf, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, fieldProof, proof, waitingProof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {missingFor} from './_references.ts';
import {brief, inNamespace, named, severityOf, takesFromService} from './_story.ts';
import {isWaiting, podsIn, reasonOf} from './_waiting.ts';

const LONG = 5 * MINUTE;
const REASONS = new Set(['ContainerCreating', 'PodInitializing']);

const scheduled = ({pod}: PodContainer): string | undefined =>
  conditionOf(pod.status.conditions, 'PodScheduled')?.lastTransitionTime ??
  pod.status.startTime ??
  pod.metadata.creationTimestamp;

/** The init container that the others wait for, while it runs. */
const runningInit = ({pod}: PodContainer): PodContainer | undefined =>
  containersOf(pod).find(({role, status}) => role === 'init' && status.state.running !== undefined);

const isLong = (cluster: Cluster, one: PodContainer): boolean => {
  if (!isWaiting(one) || !REASONS.has(reasonOf(one)) || one.pod.nodeName === undefined) return false;
  const init = runningInit(one);
  const isFailing = containersOf(one.pod).some(
    ({role, status}) =>
      role === 'init' && status.state.waiting !== undefined && !REASONS.has(status.state.waiting.reason ?? ''),
  );
  const since = init?.status.state.running?.startedAt ?? scheduled(one);
  return (
    !isFailing &&
    (ageOf(since, cluster.now) ?? 0) > LONG &&
    missingFor(cluster, one, 'ConfigMap') === undefined &&
    missingFor(cluster, one, 'Secret') === undefined
  );
};

function sighting(cluster: Cluster, subject: Ref, group: readonly [PodContainer, ...PodContainer[]]): Sighting {
  const [one] = group;
  const init = runningInit(one);
  const warning = cluster.events.of(one.podRef).findLast(({isWarning}) => isWarning);
  const minutes = Math.round(
    (ageOf(init?.status.state.running?.startedAt ?? scheduled(one), cluster.now) ?? 0) / MINUTE,
  );
  const why =
    init === undefined
      ? warning === undefined
        ? 'and no event says why'
        : brief(warning.message)
      : `init container ${init.status.name} is still running`;
  return {
    subject,
    summary: `${named(subject)} does not start: container ${one.status.name} has been in ${reasonOf(one)} for ${String(minutes)} minutes${init === undefined && warning === undefined ? ' ' : ': '}${why}`,
    severity: severityOf(cluster, subject),
    since: earliest(group.map(scheduled)),
    objects: podsIn(group),
    evidence:
      init !== undefined
        ? proof(
            fieldProof(
              init.podRef,
              `status.initContainerStatuses[${init.status.name}].state.running`,
              `startedAt ${init.status.state.running?.startedAt ?? ''}`,
            ),
            waitingProof(one),
          )
        : warning === undefined
          ? proof(waitingProof(one))
          : proof(eventProof(warning), waitingProof(one)),
    confirm:
      init === undefined
        ? [`${inNamespace(subject)} describe pod ${one.podRef.name}`]
        : [`${inNamespace(subject)} logs ${one.podRef.name} -c ${init.status.name}`],
  };
}

export default {
  title: 'A pod has a node and does not start',
  category: 'workload',
  severity: 'high',
  why: 'The pod is scheduled, but volumes, network, image or init containers are not done, and it takes far longer than usual.',
  confirm: ['kubectl describe pod <pod>: events', 'the log of the kubelet on the node'],
  fix: ['follow the last warning event of the pod', 'when an init container runs for ever: read its log'],
  needs: ['Pod'],
  tags: ['not-starting'],
  explains: [{rule: '#not-ready', via: 'is'}, ...takesFromService],
  sources: ['https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(
      cluster,
      troubledContainers(cluster).filter((one) => isLong(cluster, one)),
    ))
      yield sighting(cluster, subject, group);
  },
} satisfies Rule;
