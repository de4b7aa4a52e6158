import type {Cluster} from '../model/cluster.ts';
import {byWorkload, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import {spellEnd} from '../model/exit-codes.ts';
import {endProof, eventProof, fieldProof, lineProof, proof, waitingProof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {commandIn, coreOf, startCause} from './_runtime-errors.ts';
import {
  brief,
  endedLog,
  endsBadly,
  endsContainers,
  eventsAbout,
  inNamespace,
  lastLines,
  named,
  resource,
  severityOf,
} from './_story.ts';
import {isWaiting, podsIn} from './_waiting.ts';

interface NotFound {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly message: string;
  readonly says: string;
  readonly evidence: Evidence;
}

const STARTS = new Set(['RunContainerError', 'CreateContainerError', 'StartError', 'ContainerCannotRun']);
/** 126 and 127 are a shell's word for a command that cannot run; 128 is the runtime's, which says more. */
const SHELL_EXITS: Readonly<Record<number, string>> = {
  126: 'the command is not executable (exit 126)',
  127: 'the command was not found (exit 127)',
};
const SHELL_LINE = /(?:not found|No such file or directory|Permission denied|cannot execute|exec format error)/i;
/** Newer runc says it in the container's own log: `exec /app: exec format error`. */
const EXEC_LINE =
  /^(?:exec \S+|\S+ exec \S+|standard_init_linux\.go:\d+: exec user process caused:?)\W.*(?:exec format error|no such file or directory|permission denied)/i;

function byRuntime(cluster: Cluster, one: PodContainer): NotFound | undefined {
  const {waiting, terminated} = one.status.state;
  const end = terminated ?? one.status.lastState.terminated;
  const told = [
    ...(STARTS.has(waiting?.reason ?? '') ? [{text: waiting?.message ?? '', evidence: waitingProof(one)}] : []),
    ...(end?.message === undefined || !(STARTS.has(end.reason ?? '') || (end.exitCode ?? 0) >= 126)
      ? []
      : [{text: end.message, evidence: endProof(one, end)}]),
    ...eventsAbout(cluster, one.pod, one.podRef, one.status.name, 'Failed')
      .toReversed()
      .map((event) => ({text: event.message, evidence: eventProof(event)})),
  ];
  for (const {text, evidence} of told) {
    const cause = startCause(text);
    if (cause?.cause === 'command') return {one, podRef: one.podRef, message: text, says: cause.says, evidence};
  }
  return undefined;
}

function byLog(cluster: Cluster, one: PodContainer): NotFound | undefined {
  const end = lastEnd(one.status);
  const log = endedLog(cluster, one);
  const lines = lastLines(log, 10);
  const shell = SHELL_EXITS[end?.exitCode ?? 0];
  const line =
    lines.findLast(({text}) => EXEC_LINE.test(text)) ??
    (shell === undefined ? undefined : lines.findLast(({text}) => SHELL_LINE.test(text)));
  if (log !== undefined && line !== undefined)
    return {
      one,
      podRef: one.podRef,
      message: line.text,
      says: startCause(line.text)?.says ?? shell ?? 'the command cannot be executed',
      evidence: lineProof(log, line),
    };
  return shell === undefined || end === undefined
    ? undefined
    : {one, podRef: one.podRef, message: spellEnd(end), says: shell, evidence: endProof(one, end)};
}

function* seen(cluster: Cluster): Generator<NotFound> {
  for (const one of troubledContainers(cluster)) {
    if (!(endsBadly(one, cluster.now) || (isWaiting(one) && STARTS.has(one.status.state.waiting?.reason ?? ''))))
      continue;
    const found = byRuntime(cluster, one) ?? byLog(cluster, one);
    if (found !== undefined) yield found;
  }
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [NotFound, ...NotFound[]]): Sighting {
  const [{one, message, says, evidence}] = group;
  const end = lastEnd(one.status);
  const command = commandIn(message) ?? one.spec?.command[0];
  const field =
    one.spec === undefined || one.spec.command.length === 0
      ? undefined
      : fieldProof(one.podRef, `spec.containers[${one.status.name}].command`, one.spec.command.join(' '));
  return {
    subject,
    summary: `${named(subject)} cannot start container ${one.status.name}: ${says}${command === undefined ? '' : `, command ${command}`}: ${brief(coreOf(message), 120)}`,
    severity: severityOf(cluster, subject),
    since: earliest(group.map((each) => lastEnd(each.one.status)?.finishedAt)) ?? one.pod.status.startTime,
    objects: podsIn(group),
    evidence: proof(evidence, field, end === undefined || evidence.from === 'object' ? undefined : endProof(one, end)),
    confirm: [`${inNamespace(subject)} describe pod ${one.podRef.name}`],
    fix: [
      `correct command or args of container ${one.status.name}, or use an image that has ${command ?? 'the command'}: ${inNamespace(subject)} edit ${resource(subject)}`,
    ],
  };
}

export default {
  title: 'A container cannot run its command',
  category: 'workload',
  severity: 'high',
  why: 'The command of the container does not exist in the image, is not executable, or is built for another architecture.',
  confirm: [
    'kubectl describe pod <pod>: "executable file not found", "exec format error" or "permission denied"; exit code 126, 127 or 128',
    'docker run --rm --entrypoint ls <image> <path>',
  ],
  fix: [
    'correct command and args in the pod template',
    'build the image for the platform of the nodes',
    'make the file executable (chmod +x) when the image is built',
  ],
  needs: ['Pod'],
  explains: [...endsContainers, {rule: '#not-starting', via: 'is'}, {rule: 'application-misconfigured', via: 'is'}],
  sources: ['https://github.com/opencontainers/runc', 'https://tldp.org/LDP/abs/html/exitcodes.html'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, seen(cluster))) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
