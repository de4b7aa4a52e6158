import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import type {KubeObject} from '../model/kinds.ts';
import {fieldProof, objectProof, proof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {brief, keepsFromStarting, named} from './_story.ts';
import {podRefOf, podsMounting} from './_volumes.ts';

type Attachment = KubeObject<'VolumeAttachment'>;

/** Drivers try again; only what lasts is news. */
const LONG = 2 * MINUTE;
/** A node that is gone is waited for: six minutes until a volume is detached by force. */
const GONE = 6 * MINUTE;

interface Stuck {
  readonly because: string;
  readonly path: string;
  readonly quote: string;
  readonly since: string | undefined;
}

function stuck(cluster: Cluster, {metadata, spec, status}: Attachment): Stuck | undefined {
  const {attachError, detachError} = status;
  const node = spec.nodeName ?? '';
  const age = ageOf(metadata.deletionTimestamp ?? metadata.creationTimestamp, cluster.now) ?? Infinity;
  if (detachError?.message !== undefined && metadata.deletionTimestamp !== undefined && age > LONG)
    return {
      because: `cannot be detached from node ${node}: ${brief(detachError.message, 200)}`,
      path: 'status.detachError.message',
      quote: detachError.message,
      since: metadata.deletionTimestamp,
    };
  if (attachError?.message !== undefined && status.attached !== true && age > LONG)
    return {
      because: `cannot be attached to node ${node}: ${brief(attachError.message, 200)}`,
      path: 'status.attachError.message',
      quote: attachError.message,
      since: metadata.creationTimestamp,
    };
  if (node !== '' && cluster.objects.isAbsent('Node', undefined, node) && cluster.all('Node').length > 0 && age > GONE)
    return {
      because: `is attached to node ${node}, which is gone`,
      path: 'spec.nodeName',
      quote: node,
      since: metadata.deletionTimestamp,
    };
  return undefined;
}

function claimOf(cluster: Cluster, {spec}: Attachment): Ref | undefined {
  const volume = cluster.get('PersistentVolume', undefined, spec.source.persistentVolumeName ?? '')?.spec.claimRef;
  return volume === undefined ? undefined : ref('PersistentVolumeClaim', volume.namespace, volume.name);
}

function sighting(cluster: Cluster, one: Attachment, {because, path, quote, since}: Stuck): Sighting {
  const subject = refOf('VolumeAttachment', one);
  const claim = claimOf(cluster, one);
  const pods =
    claim === undefined
      ? []
      : podsMounting(cluster, claim)
          .filter(({status}) => status.phase === 'Pending')
          .map(podRefOf);
  const {spec, status} = one;
  return {
    subject,
    summary: `PersistentVolume ${spec.source.persistentVolumeName ?? '?'}${claim === undefined ? '' : ` (${named(claim)})`} ${because} (VolumeAttachment ${subject.name})`,
    severity: pods.length > 0 ? 'high' : 'medium',
    since,
    objects: [...pods, ...(claim === undefined ? [] : [claim])],
    toward: [
      ...(spec.attacher === undefined ? [] : [ref('CSIDriver', undefined, spec.attacher)]),
      ...(spec.nodeName === undefined ? [] : [ref('Node', undefined, spec.nodeName)]),
    ],
    evidence: proof(
      objectProof('VolumeAttachment', one, path, quote),
      fieldProof(subject, 'status.attached', String(status.attached ?? 'unknown')),
    ),
    confirm: [`kubectl describe volumeattachment ${subject.name}`],
  };
}

export default {
  title: 'A volume is stuck between nodes',
  category: 'storage',
  severity: 'medium',
  why: 'A VolumeAttachment says that a volume belongs to a node. While it cannot be attached or detached, no other node can have the volume.',
  confirm: [
    'kubectl get volumeattachments',
    'kubectl describe volumeattachment <name>: attachError, detachError',
    'the log of the csi-attacher',
  ],
  fix: [
    'mend what the error names, at the cloud or the storage',
    'when the node is gone for good: delete the VolumeAttachment after the disk was detached by hand',
  ],
  needs: ['VolumeAttachment', 'Node'],
  explains: [...keepsFromStarting, {rule: 'attach-failed', via: 'mounts'}],
  sources: ['https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1/'],
  *check(cluster) {
    for (const one of cluster.all('VolumeAttachment')) {
      const found = stuck(cluster, one);
      if (found !== undefined) yield sighting(cluster, one, found);
    }
  },
} satisfies Rule;
