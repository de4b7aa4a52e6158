import type {Cluster} from '../model/cluster.ts';
import {isLeaving, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import {byWorkload} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {endProof, eventProof, proof, waitingProof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {missingFor} from './_references.ts';
import {startCause} from './_runtime-errors.ts';
import {brief, inNamespace, named, severityOf, takesFromService} from './_story.ts';
import {podsIn, reasonOf, saidAbout, waitingSince} from './_waiting.ts';

/** pkg/kubelet/container/sync_result.go and kuberuntime: what may keep a created pod's container from running. */
const REASONS = new Set([
  'CreateContainerError',
  'CreateContainerConfigError',
  'RunContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
  'KillContainerError',
  'VerifyNonRootError',
  'RunInitContainerError',
  'CreatePodSandboxError',
  'ConfigPodSandboxError',
  'KillPodSandboxError',
  'ResizePodInPlaceError',
  'RemoveContainerError',
]);
const ENDS = new Set(['StartError', 'ContainerCannotRun']);

interface Failed {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly reason: string;
  readonly message: string;
  readonly says: string | undefined;
}

/** Causes with a rule of their own. */
const OWN = new Set(['command', 'non-root', 'settings']);

function look(cluster: Cluster, one: PodContainer): Failed | undefined {
  const reason = reasonOf(one);
  const end = lastEnd(one.status);
  const isUnstarted = end !== undefined && ENDS.has(end.reason ?? '') && one.status.state.running === undefined;
  if (isLeaving(one.pod) || !(REASONS.has(reason) || isUnstarted)) return undefined;
  const event = saidAbout(cluster, one, 'Failed', 'FailedPostStartHook')[0];
  const message = (REASONS.has(reason) ? one.status.state.waiting?.message : end?.message) ?? event?.message ?? '';
  const cause = startCause(message);
  const isKnown =
    OWN.has(cause?.cause ?? '') ||
    missingFor(cluster, one, 'ConfigMap') !== undefined ||
    missingFor(cluster, one, 'Secret') !== undefined;
  return isKnown
    ? undefined
    : {one, podRef: one.podRef, reason: REASONS.has(reason) ? reason : (end?.reason ?? ''), message, says: cause?.says};
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [Failed, ...Failed[]]): Sighting {
  const [{one, reason, message, says}] = group;
  const event = saidAbout(cluster, one, 'Failed')[0];
  const end = lastEnd(one.status);
  const status = REASONS.has(reason) || end === undefined ? waitingProof(one) : endProof(one, end);
  const words = message === '' ? '' : `: ${brief(message.replace(/^failed to (?:create|start) [^:]*: /i, ''), 180)}`;
  return {
    subject,
    summary: `${named(subject)} cannot start container ${one.status.name} (${reason})${says === undefined ? '' : `, ${says}`}${words}`,
    severity: severityOf(cluster, subject),
    since: waitingSince(
      group.map((each) => each.one),
      [event],
    ),
    objects: podsIn(group),
    evidence: event === undefined ? proof(status) : proof(status, eventProof(event)),
    confirm: [`${inNamespace(subject)} describe pod ${one.podRef.name}`],
  };
}

export default {
  title: 'A container cannot be created or started',
  category: 'workload',
  severity: 'high',
  why: 'The image is there, but the runtime or the kubelet cannot make a container of it: a mount, a device, a security setting, a hook or the node stands in the way.',
  confirm: [
    'kubectl describe pod <pod>: the event "Failed"',
    'the log of the runtime on the node: journalctl -u containerd',
  ],
  fix: [
    'correct what the message names in the pod template',
    'delete the pod when the runtime holds on to an old container of that name',
  ],
  needs: ['Pod'],
  tags: ['not-starting'],
  explains: [
    {rule: 'container-creating-long', via: 'is'},
    {rule: '#not-ready', via: 'is'},
    {rule: '#restarts', via: 'is'},
    ...takesFromService,
  ],
  sources: ['pkg/kubelet/container/sync_result.go', 'pkg/kubelet/kuberuntime/kuberuntime_container.go'],
  *check(cluster) {
    const failed = troubledContainers(cluster)
      .map((one) => look(cluster, one))
      .filter((one) => one !== undefined);
    for (const [subject, group] of byWorkload(cluster, failed)) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
