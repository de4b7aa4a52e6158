import {kernelVictim} from './_oom.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Refuted, Sighting} from '../model/finding.ts';
import {endProof, eventProof, nodeSignProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, instant, MINUTE} from '../model/time.ts';
import {killsBy} from './_probe.ts';
import {endsBadly, eventsAbout, inNamespace, named, severityOf, takesFromService, worst} from './_story.ts';
import {podsIn} from './_waiting.ts';

interface Killed {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly by: string;
  readonly evidence: Evidence | undefined;
}

/** Events within this time of the end can be about it. */
const NEAR = 3 * MINUTE;
const isNear = (at: string | undefined, end: string | undefined): boolean =>
  Math.abs((instant(at) ?? Infinity) - (instant(end) ?? 0)) < NEAR;

/** Who sends SIGKILL besides a memory limit and a liveness probe. Undefined when a rule of its own says it. */
function killer(
  cluster: Cluster,
  one: PodContainer,
): {readonly by: string; readonly evidence?: Evidence} | Refuted | undefined {
  const subject = cluster.owners.topOf(one.podRef);
  const end = lastEnd(one.status);
  const kernel = kernelVictim(cluster, one);
  if (killsBy(cluster, one, 'liveness').length > 0)
    return {subject, refuted: 'the kubelet killed it because its liveness probe failed'};
  if (killsBy(cluster, one, 'startup').length > 0)
    return {subject, refuted: 'the kubelet killed it because its startup probe failed'};
  if (kernel?.isGlobal === true)
    return {by: 'the kernel, because the whole node was out of memory', evidence: nodeSignProof(kernel.sign)};
  if (kernel !== undefined) return {subject, refuted: 'the kernel killed it because its memory limit was reached'};
  const about = (...reasons: readonly string[]) =>
    eventsAbout(cluster, one.pod, one.podRef, one.status.name, ...reasons).findLast(({last}) =>
      isNear(last, end?.finishedAt),
    );
  const node = {kind: 'Node', name: one.pod.nodeName ?? ''};
  const system = cluster.events.of(node, 'SystemOOM', 'OOMKilling').findLast(({last}) => isNear(last, end?.finishedAt));
  if (system !== undefined)
    return {by: `the kernel, because node ${node.name} was out of memory`, evidence: eventProof(system)};
  const evicted = about('Evicted', 'Preempted', 'Preempting', 'TaintManagerEviction');
  if (evicted !== undefined) return {by: 'an eviction or preemption', evidence: eventProof(evicted)};
  const grace = about('ExceededGracePeriod', 'FailedKillPod', 'Killing');
  if (grace !== undefined)
    return {by: 'the kubelet, because it did not stop within its grace period', evidence: eventProof(grace)};
  return {by: 'an unknown hand: no event and no kernel line names a memory limit, a probe or an eviction'};
}

const isKilled = (one: PodContainer, now: Date): boolean =>
  lastEnd(one.status)?.exitCode === 137 && lastEnd(one.status)?.reason !== 'OOMKilled' && endsBadly(one, now);

function sighting(cluster: Cluster, subject: Ref, group: readonly [Killed, ...Killed[]]): Sighting | undefined {
  const [{one, by, evidence}] = group;
  const end = lastEnd(one.status);
  if (end === undefined) return undefined;
  const status = endProof(one, end);
  return {
    subject,
    summary: `${named(subject)}: container ${one.status.name} was killed (exit 137, SIGKILL) by ${by}`,
    severity: worst(
      severityOf(cluster, subject),
      group.map((each) => each.one),
    ),
    since: earliest(group.map((each) => lastEnd(each.one.status)?.finishedAt)),
    objects: podsIn(group),
    evidence: evidence === undefined ? proof(status) : proof(evidence, status),
    confirm: [
      `${inNamespace(subject)} describe pod ${one.podRef.name}`,
      `the kernel log of node ${one.pod.nodeName ?? '<node>'} around ${end.finishedAt ?? 'the end'}`,
    ],
  };
}

export default {
  title: 'A container was killed with SIGKILL, and not for its memory limit',
  category: 'workload',
  severity: 'high',
  why: 'Exit 137 is a question: a memory limit, a node without memory, a probe, an eviction, a grace period that ran out, or a person.',
  confirm: [
    'kubectl describe pod <pod>: reason and events',
    'the kernel log of the node: "Out of memory: Killed process"',
  ],
  fix: ['follow what the events name', 'handle SIGTERM and end within terminationGracePeriodSeconds'],
  needs: ['Pod'],
  patterns: ['kernel-oom-cgroup', 'kernel-oom-killed'],
  tags: ['restarts'],
  explains: [
    {rule: 'crash-loop', via: 'is'},
    {rule: 'pod-failed', via: 'is'},
    {rule: '#not-ready', via: 'is'},
    ...takesFromService,
  ],
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination'],
  *check(cluster) {
    const killed: Killed[] = [];
    for (const one of troubledContainers(cluster).filter((each) => isKilled(each, cluster.now))) {
      const found = killer(cluster, one);
      if (found === undefined) continue;
      if ('refuted' in found) yield found;
      else killed.push({one, podRef: one.podRef, by: found.by, evidence: found.evidence});
    }
    for (const [subject, group] of byWorkload(cluster, killed)) {
      const found = sighting(cluster, subject, group);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
