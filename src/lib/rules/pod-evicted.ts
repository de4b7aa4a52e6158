import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf, isLeaving} from '../model/containers.ts';
import type {Severity, Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, HOUR, instant, isRecent} from '../model/time.ts';
import {type Eviction, eviction} from '../parse/eviction.ts';
import {isMadeUp} from './_replaced.ts';
import {inNamespace, named, resource as typed, severityOf} from './_story.ts';
import {keepsPending} from './_unscheduled.ts';

interface Evicted {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly at: string | undefined;
}

/** The kubelet writes down no time of the eviction itself; the condition it sets and the event have one. */
const evictedAt = (cluster: Cluster, pod: Pod): string | undefined =>
  conditionOf(pod.status.conditions, 'DisruptionTarget')?.lastTransitionTime ??
  cluster.events.of(refOf('Pod', pod), 'Evicted').at(-1)?.last ??
  conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ??
  pod.status.startTime;

const VOLUME = /EmptyDir volume "([^"]+)"/;
/** Nodes under pressure turn away what comes to them, with their condition in place of the resource. */
const isPressure = (resource: string): boolean => resource.endsWith('Pressure');

function why(
  {resource, threshold, available, container, used, request, isOwnLimit}: Eviction,
  pod: Pod,
  volume: string | undefined,
): string {
  const node = pod.nodeName === undefined ? 'its node' : `node ${pod.nodeName}`;
  if (volume !== undefined)
    return `it filled its emptyDir volume ${volume} beyond the sizeLimit of ${threshold ?? '?'}`;
  if (resource !== undefined && isPressure(resource))
    return `${node} was under ${resource.split(' ').join(' and ')} and turned it away`;
  if (isOwnLimit)
    return `${container === undefined ? 'it' : `container ${container}`} used more ephemeral storage than its limit of ${threshold ?? '?'}`;
  const user =
    container === undefined
      ? ''
      : `; container ${container} was using ${used ?? '?'} of it with a request of ${request ?? '0'}`;
  return `${node} was low on ${resource ?? 'resources'}${available === undefined ? '' : ` (${available} available, threshold ${threshold ?? '?'})`}${user}`;
}

/** What a person would change in the template; nothing where requests do not count (inodes, process ids). */
function fixOf(subject: Ref, {resource = '', isOwnLimit}: Eviction, volume: string | undefined): readonly string[] {
  if (subject.kind === 'Pod') return [];
  const on = inNamespace(subject);
  if (volume !== undefined)
    return [`${on} edit ${typed(subject)}: raise the sizeLimit of volume ${volume} or write less`];
  if (isOwnLimit) return [`${on} edit ${typed(subject)}: raise limits.ephemeral-storage or write less`];
  return resource === 'memory' || resource === 'ephemeral-storage'
    ? [`${on} set resources ${typed(subject)} --requests=${resource}=<what it uses>`]
    : [];
}

/** So many pods thrown out within the hour are a loop: each replacement goes the same way. */
const LOOP = 3;

function severity(cluster: Cluster, subject: Ref, fresh: number): Severity {
  const isFresh = fresh > 0;
  if (subject.kind === 'Pod') return isFresh ? 'medium' : 'low';
  if (isMadeUp(cluster, subject)) return isFresh ? 'medium' : 'low';
  return fresh >= LOOP ? 'high' : severityOf(cluster, subject);
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [Evicted, ...Evicted[]]): Sighting {
  const [first] = group;
  const last = group.reduce((a, b) => ((instant(b.at) ?? 0) > (instant(a.at) ?? 0) ? b : a), first);
  const event = cluster.events.of(last.podRef, 'Evicted').at(-1);
  const message = (last.pod.status.message ?? event?.message ?? '').trim();
  // A full stop ends a sentence of the kubelet's; it is no part of the quantity before it.
  const parsed = eviction(message.replaceAll(/\.(?=\s|$)/g, ''));
  const volume = VOLUME.exec(message)?.[1];
  const isFresh = isRecent(last.at, cluster.now, HOUR);
  const status = fieldProof(
    last.podRef,
    'status',
    ['phase Failed', 'Evicted', message].filter((part) => part !== '').join(': '),
    last.at,
  );
  return {
    subject,
    summary: `${named(subject)} was evicted${group.length > 1 ? ` (${String(group.length)} pods)` : ''}: ${why(parsed, last.pod, volume)}`,
    severity: severity(cluster, subject, group.filter(({at}) => isRecent(at, cluster.now, HOUR)).length),
    active: isFresh || (subject.kind !== 'Pod' && !isMadeUp(cluster, subject)),
    since: earliest(group.map(({at}) => at)),
    objects: group.slice(0, 50).map(({podRef}) => podRef),
    toward: parsed.isOwnLimit || last.pod.nodeName === undefined ? [] : [ref('Node', undefined, last.pod.nodeName)],
    evidence: event === undefined ? proof(status) : proof(status, eventProof(event)),
    confirm: [`${inNamespace(subject)} describe pod ${last.podRef.name}`],
    fix: fixOf(subject, parsed, volume),
  };
}

export default {
  title: 'The kubelet has evicted pods',
  category: 'workload',
  severity: 'medium',
  why: 'A node that runs out of memory, disk, inodes or process ids throws out pods, first those that use more than they requested. A pod that goes over its own limit for ephemeral storage is evicted as well.',
  confirm: [
    'kubectl get pods --field-selector status.phase=Failed',
    'kubectl describe pod <pod>: Reason: Evicted',
    'kubectl describe node <node>: Conditions, Allocated resources',
  ],
  fix: [
    'request what the pods really use, so that the scheduler keeps room',
    'find what fills the node: logs, images, emptyDir volumes, memory without a limit',
    'delete the evicted pods when they have been read',
  ],
  needs: ['Pod'],
  tags: ['evicted'],
  explains: [{rule: '#pending', via: 'is'}, {rule: 'killed-137-other', via: 'is'}, ...keepsPending],
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
    'pkg/kubelet/eviction/helpers.go',
  ],
  *check(cluster) {
    const pods = cluster
      .all('Pod')
      // A recording may have kept the reason only.
      .filter(
        (pod) => (pod.status.phase ?? 'Failed') === 'Failed' && pod.status.reason === 'Evicted' && !isLeaving(pod),
      )
      .map((pod) => ({pod, podRef: refOf('Pod', pod), at: evictedAt(cluster, pod)}));
    for (const [subject, group] of byWorkload(cluster, pods)) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
