import type {Cluster} from '../model/cluster.ts';
import {byWorkload} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {eventProof, objectProof, proof} from '../model/proof.ts';
import {distinctRefs, type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {isNodeReady} from './_nodes.ts';
import {missingDriver, spellVolume, type Unmounted, unmounted, type VolumeSaid, volumeSaid} from './_mounts.ts';
import {brief, inNamespace, keepsFromStarting, named, severityOf} from './_story.ts';
import {claimOf, podRefOf} from './_volumes.ts';

interface Failed extends Unmounted {
  readonly event: KubeEvent;
}

/** The controller's word for a volume that belongs to another node. */
const isMulti = (message: string): boolean => message.includes('Multi-Attach error');
const LIMIT =
  /max(?:imum)? (?:number of |volume )?(?:volume )?(?:count|attachments?|disks?|volumes?)|attachment limit|AttachmentLimitExceeded|volume limit|too many (?:volumes|disks|attachments)|maximum number of data disks/i;

/** Pods elsewhere that have the same claim. One on its way out holds it too, until it is gone. */
const holders = (cluster: Cluster, pod: Pod, claim: Ref | undefined): readonly Pod[] =>
  claim === undefined
    ? []
    : cluster.network
        .podsIn(claim.namespace)
        .filter(
          (one) =>
            one.nodeName !== undefined &&
            one.nodeName !== pod.nodeName &&
            one.status.phase !== 'Succeeded' &&
            one.status.phase !== 'Failed' &&
            one.spec.volumes.some((volume) => claimOf(one, volume)?.name === claim.name),
        );

const attachmentsOf = (cluster: Cluster, said: VolumeSaid | undefined, pod: Pod) =>
  cluster
    .all('VolumeAttachment')
    .filter(
      ({spec, status}) =>
        said?.volume !== undefined &&
        spec.source.persistentVolumeName === said.volume.name &&
        spec.nodeName !== pod.nodeName &&
        status.attached === true,
    );

/** `; it is held by pod shop/db-0 on node node-2 (not Ready)`. */
function heldBy(cluster: Cluster, nodes: readonly string[], pods: readonly Pod[]): string {
  if (nodes.length === 0) return '';
  const spelt = nodes.map((name) => {
    const node = cluster.get('Node', undefined, name);
    const state =
      node === undefined
        ? cluster.objects.isAbsent('Node', undefined, name)
          ? ', which is gone'
          : ''
        : isNodeReady(node)
          ? ''
          : ', which is not Ready';
    return `node ${name}${state}`;
  });
  const [pod] = pods;
  const who =
    pod === undefined
      ? ''
      : ` by pod ${pod.metadata.name}${pod.metadata.deletionTimestamp === undefined ? '' : ' (Terminating)'}`;
  return `, it is held${who} on ${spelt.join(', ')}`;
}

function because(cluster: Cluster, message: string, nodes: readonly string[], pods: readonly Pod[], pod: Pod): string {
  if (isMulti(message)) {
    const used = /already used by pod\(s\) ([^\s].*?)\.?$/.exec(message)?.[1];
    const held = heldBy(cluster, nodes, pods);
    return `it can be attached to one node at a time (Multi-Attach)${held === '' && used !== undefined ? `, it is held by pod ${used}` : held}`;
  }
  const inner = brief(message.replace(/^AttachVolume\.\S+ failed for volume "[^"]+" ?: /, ''), 200);
  return LIMIT.test(message)
    ? `node ${pod.nodeName ?? ''} has no room for another volume (attach limit): ${inner}`
    : inner;
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [Failed, ...Failed[]]): Sighting {
  const [{event, pod, podRef}] = group;
  const said = volumeSaid(cluster, pod, event.message);
  const attachments = isMulti(event.message) ? attachmentsOf(cluster, said, pod) : [];
  const pods = isMulti(event.message) ? holders(cluster, pod, said?.claim) : [];
  const nodes = [
    ...new Set([...attachments.map(({spec}) => spec.nodeName ?? ''), ...pods.map(({nodeName}) => nodeName ?? '')]),
  ];
  const claims = said?.claim === undefined ? [] : [said.claim];
  return {
    subject,
    summary: `${named(subject)} does not start: ${spellVolume(said)} cannot be attached to node ${pod.nodeName ?? ''}: ${because(cluster, event.message, nodes, pods, pod)}`,
    severity: severityOf(cluster, subject),
    since: earliest(group.map((one) => one.event.first)),
    objects: distinctRefs([...group.map((one) => one.podRef), ...pods.map(podRefOf), ...claims]),
    toward: distinctRefs([
      ...claims,
      ...(said?.volume === undefined ? [] : [said.volume]),
      ...nodes.map((name) => ref('Node', undefined, name)),
    ]),
    evidence: proof(
      eventProof(event),
      ...attachments
        .slice(0, 2)
        .map((one) =>
          objectProof('VolumeAttachment', one, 'spec.nodeName', `${one.spec.nodeName ?? ''}, attached: true`),
        ),
    ),
    confirm: [
      `${inNamespace(subject)} describe pod ${podRef.name}`,
      ...(said?.volume === undefined ? [] : [`kubectl get volumeattachment | grep ${said.volume.name}`]),
    ],
    fix: isMulti(event.message)
      ? [
          'delete the pod that holds the volume, or wait until it is gone; a Deployment with such a volume needs strategy Recreate',
          'when its node is dead: taint it node.kubernetes.io/out-of-service, so that the volume is detached',
        ]
      : [],
  };
}

export default {
  title: 'A volume cannot be attached',
  category: 'storage',
  severity: 'high',
  why: 'A disk that belongs to one node at a time must be detached there before it can be attached elsewhere, and a node takes only so many. Until then the pod waits in ContainerCreating.',
  confirm: ['kubectl describe pod <pod>: FailedAttachVolume', 'kubectl get volumeattachments'],
  fix: [
    'end the pod that holds the volume',
    'set strategy Recreate on a Deployment with a ReadWriteOnce volume',
    'spread pods with volumes over more nodes when the attach limit is reached',
  ],
  needs: ['Pod', 'Event'],
  tags: ['storage-wait'],
  explains: keepsFromStarting,
  sources: [
    'pkg/volume/util/operationexecutor/operation_generator.go',
    'https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown',
  ],
  *check(cluster) {
    const failed = unmounted(cluster).flatMap((one): Failed[] => {
      const event = one.attach.find(({message}) => missingDriver(message) === undefined);
      return event === undefined ? [] : [{...one, event}];
    });
    for (const [subject, group] of byWorkload(cluster, failed)) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
