import type {Cluster} from '../model/cluster.ts';
import {type PodContainer, isLeaving, isOver, isReady, lastEnd} from '../model/containers.ts';
import {containerIn, type KubeEvent} from '../model/event.ts';
import type {Severity} from '../model/finding.ts';
import type {Pod, Terminated} from '../model/kube/pod.ts';
import type {Ref} from '../model/ref.ts';
import type {Explains} from '../model/rule.ts';
import type {ContainerLog, LogLine} from '../model/snapshot.ts';
import {ageOf, instant, isRecent, MINUTE} from '../model/time.ts';

/** What a container that keeps ending brings about, when the rule names the cause rather than the symptom. */
export const endsContainers: readonly Explains[] = [
  {rule: '#restarts', via: 'is'},
  {rule: '#not-ready', via: 'is'},
  {rule: '#unavailable', via: 'is'},
  {rule: '#no-endpoints', via: 'selects'},
  {rule: '#client-errors', via: 'calls'},
  {rule: '#job-failed', via: 'owns'},
];

/** What follows when a container cannot be started at all. */
export const keepsFromStarting: readonly Explains[] = [
  {rule: '#not-starting', via: 'is'},
  {rule: '#not-ready', via: 'is'},
  {rule: '#unavailable', via: 'is'},
  {rule: '#no-endpoints', via: 'selects'},
  {rule: '#client-errors', via: 'calls'},
  {rule: '#job-failed', via: 'owns'},
];

/** What follows from pods that are not ready, said by a rule that is itself a symptom. */
export const takesFromService: readonly Explains[] = [
  {rule: '#unavailable', via: 'is'},
  {rule: '#no-endpoints', via: 'selects'},
  {rule: '#job-failed', via: 'owns'},
];

/** `Deployment shop/web`, `Node node-1`. */
export const named = ({kind, namespace, name}: Ref): string =>
  `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

export const resource = ({kind, name}: Ref): string => `${kind.toLowerCase()}/${name}`;
export const inNamespace = ({namespace}: Ref): string => `kubectl -n ${namespace ?? 'default'}`;

/** A workload that still has a ready pod serves on: its trouble is a stuck rollout, not an outage. */
export const severityOf = (cluster: Cluster, subject: Ref): Severity =>
  subject.kind !== 'Pod' && cluster.owners.podsBelow(subject).some((pod) => isReady(pod) && !isLeaving(pod))
    ? 'medium'
    : 'high';

/** Ends within this time count as present trouble. */
const RECENT = 15 * MINUTE;

/** True when it will be started again by the kubelet rather than be history. */
export const comesBack = ({pod, spec, role}: PodContainer): boolean => {
  if (isOver(pod) || isLeaving(pod)) return false;
  return role === 'sidecar' || spec?.restartPolicy === 'Always' || pod.spec.restartPolicy !== 'Never';
};

/** True while a container is in a loop of ends and restarts, or has just ended. */
export function isRestarting(one: PodContainer, now: Date): boolean {
  const {state, restartCount = 0} = one.status;
  if (!comesBack(one)) return false;
  if (state.waiting !== undefined)
    return (
      state.waiting.reason === 'CrashLoopBackOff' ||
      (restartCount > 0 && isRecent(lastEnd(one.status)?.finishedAt, now, RECENT))
    );
  if (state.terminated !== undefined) return restartCount > 0 || (state.terminated.exitCode ?? 0) !== 0;
  return restartCount > 0 && isRecent(lastEnd(one.status)?.finishedAt, now, RECENT);
}

/** Ended for good with an error, in a pod that nobody restarts: Jobs and bare pods. */
export const hasFailed = ({pod, status}: PodContainer): boolean =>
  !isLeaving(pod) &&
  (pod.status.phase === 'Failed' || pod.spec.restartPolicy === 'Never') &&
  status.state.terminated !== undefined &&
  status.state.terminated.exitCode !== 0;

/** True for a container that ended in a way that matters now. */
export const endsBadly = (one: PodContainer, now: Date): boolean =>
  isRestarting(one, now) || (hasFailed(one) && isRecentEnd(one, now));

const isRecentEnd = ({status}: PodContainer, now: Date): boolean =>
  (ageOf(status.state.terminated?.finishedAt, now) ?? 0) < 24 * 60 * MINUTE;

/** Running again, ready, and it has not happened often: worth knowing, no outage. */
export const isBackUp = ({pod, status}: PodContainer): boolean =>
  status.state.running !== undefined && isReady(pod) && (status.restartCount ?? 0) < 2;

export const worst = (severity: Severity, group: readonly PodContainer[]): Severity =>
  severity === 'high' && group.every(isBackUp) ? 'medium' : severity;

/** The log of the instance that ended last: `previous` when it was restarted, else the one that lies there. */
export function endedLog(cluster: Cluster, {podRef, status}: PodContainer): ContainerLog | undefined {
  const logs = cluster.logs.of(podRef, status.name).filter(({lines}) => lines.length > 0);
  const current = logs.find(({previous}) => !previous);
  const before = logs.find(({previous}) => previous);
  // While it waits for a restart the kubelet serves the ended instance's log under both names.
  return status.state.terminated !== undefined
    ? (current ?? before)
    : status.state.running === undefined
      ? (before ?? current)
      : before;
}

/** The lines with which an ended container took its leave. */
export const lastLines = (log: ContainerLog | undefined, count = 60): readonly LogLine[] =>
  log?.lines.slice(-count) ?? [];

/** The last line that carries one of some marks, newest first in priority. */
export const markedLine = (lines: readonly LogLine[], patterns: readonly string[]): LogLine | undefined =>
  lines.findLast(({marks}) => marks.some(({pattern}) => patterns.includes(pattern)));

const FRAME =
  /^\s*(?:at |File "|\.{3} \d+ more|goroutine \d|\[signal |created by |\S+\.go:\d+ \+0x|\d+:\s+0x|stack backtrace:|note: run with|#\d+ |\t)|^\s*[}\])>;,-]*\s*$/;
const TELLING =
  /(?:error|exception)\b|\b(?:panic|fatal|err|failed|failure|cannot|can't|could not|unable|refused|denied|invalid|missing|undefined|not found|no such|unknown|usage)\b/i;

const isMarked = ({marks}: LogLine): boolean => marks.some(({pattern}) => pattern.startsWith('app-'));

/**
 * The line a person would read first in the end of a log: the last that is recognised, else the last that tells of trouble, else the last at all.
 * Indented lines belong to the one above them: frames, usage texts, pretty-printed objects.
 */
export function lastWords(lines: readonly LogLine[]): LogLine | undefined {
  const spoken = lines.filter(({text}) => text.trim() !== '' && !FRAME.test(text));
  const begun = spoken.filter(({text}) => !/^\s/.test(text));
  return (
    spoken.slice(-30).findLast(isMarked) ??
    begun.slice(-12).findLast(({text}) => TELLING.test(text)) ??
    begun.at(-1) ??
    spoken.at(-1)
  );
}

/** How long the ended instance ran; undefined when its stamps are not known. */
export function ranFor(end: Terminated | undefined): number | undefined {
  const from = instant(end?.startedAt);
  const to = instant(end?.finishedAt);
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

/** Events about this very pod (a StatefulSet's pod of the same name may have had another life), of one container when said. */
export function eventsAbout(
  cluster: Cluster,
  pod: Pod,
  podRef: Ref,
  container: string | undefined,
  ...reasons: readonly string[]
): readonly KubeEvent[] {
  return cluster.events.of(podRef, ...reasons).filter((event) => {
    const isOfLife = event.uid === undefined || pod.metadata.uid === undefined || event.uid === pod.metadata.uid;
    const about = containerIn(event);
    return isOfLife && (container === undefined || about === undefined || about === container);
  });
}

export const isActive = (pod: Pod): boolean => !isOver(pod) && !isLeaving(pod);

/** A quote cut to what fits a line. */
export const brief = (text: string, atMost = 160): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= atMost ? line : `${line.slice(0, atMost - 1)}…`;
};

/** Names separated by commas, the rest counted. */
export const someOf = (names: readonly string[], atMost = 3): string =>
  names.length <= atMost
    ? names.join(', ')
    : `${names.slice(0, atMost).join(', ')} and ${String(names.length - atMost)} more`;
