import type {Cluster} from '../model/cluster.ts';
import type {PodContainer} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import {fieldProof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {brief, inNamespace, keepsFromStarting, named, resource, severityOf} from './_story.ts';
import {type Held, heldByWorkload, podsIn, reasonOf, saidAbout, waitingEvidence, waitingSince} from './_waiting.ts';

/** pkg/kubelet/kuberuntime/security_context.go (verifyRunAsNonRoot). */
const REFUSED =
  /container has runAsNonRoot and image (?:will run as root|has non-numeric user \(([^)]*)\))|container's runAsUser breaks non-root policy/;

interface Found {
  readonly says: string;
  readonly event: KubeEvent | undefined;
}

function spell(message: string, one: PodContainer): string | undefined {
  const found = REFUSED.exec(message);
  if (found === null) return undefined;
  if (found[1] !== undefined)
    return `the image's user "${found[1]}" is not a number, so that it cannot be verified to be non-root`;
  if (message.includes('breaks'))
    return `runAsUser ${String(one.spec?.securityContext.runAsUser ?? one.pod.spec.securityContext.runAsUser ?? 0)} is root`;
  return `image ${one.spec?.image ?? ''} runs as root`;
}

function look(cluster: Cluster, one: PodContainer): Found | undefined {
  if (!['CreateContainerConfigError', 'CreateContainerError'].includes(reasonOf(one))) return undefined;
  const events = saidAbout(cluster, one, 'Failed');
  const event = events.find(({message}) => REFUSED.test(message));
  const says =
    spell(one.status.state.waiting?.message ?? event?.message ?? '', one) ?? spell(event?.message ?? '', one);
  return says === undefined ? undefined : {says, event};
}

function sighting(
  cluster: Cluster,
  subject: Ref,
  group: readonly [Held<Found>, ...ReadonlyArray<Held<Found>>],
): Sighting {
  const [{one, found}] = group;
  const own = one.spec?.securityContext.runAsNonRoot;
  const field =
    own === undefined
      ? fieldProof(
          one.podRef,
          'spec.securityContext.runAsNonRoot',
          String(one.pod.spec.securityContext.runAsNonRoot ?? true),
        )
      : fieldProof(one.podRef, `spec.containers[${one.status.name}].securityContext.runAsNonRoot`, String(own));
  return {
    subject,
    summary: `${named(subject)} cannot start container ${one.status.name}: runAsNonRoot is set and ${brief(found.says)}`,
    severity: severityOf(cluster, subject),
    since: waitingSince(
      group.map((each) => each.one),
      group.map((each) => each.found.event),
    ),
    objects: podsIn(group),
    evidence: waitingEvidence(one, found.event, field),
    fix: [
      `set securityContext.runAsUser to a number other than 0 for container ${one.status.name}: ${inNamespace(subject)} edit ${resource(subject)}`,
      'build the image with a numeric USER',
    ],
  };
}

export default {
  title: 'A container must not run as root, and its image would',
  category: 'security',
  severity: 'high',
  why: 'With runAsNonRoot the kubelet starts a container only when it can tell that its user is not root: the user must be a number other than 0.',
  confirm: [
    'kubectl describe pod <pod>: "container has runAsNonRoot and image will run as root"',
    'docker inspect --format {{.Config.User}} <image>',
  ],
  fix: ['set runAsUser to the number of a user that the image can run as', 'build the image with a numeric USER'],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'pkg/kubelet/kuberuntime/security_context.go',
  ],
  *check(cluster) {
    for (const [subject, group] of heldByWorkload(cluster, (one) => look(cluster, one)))
      yield sighting(cluster, subject, group);
  },
} satisfies Rule;
