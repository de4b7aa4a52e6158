import type {Cluster} from '../model/cluster.ts';
import {fieldProof} from '../model/proof.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Rule} from '../model/rule.ts';
import {spellQuantity} from '../parse/quantity.ts';
import type {Reason} from '../parse/scheduling.ts';
import {most, requestOf, type Room, roomFor} from './_room.ts';
import {inNamespace, resource as typed} from './_story.ts';
import {fitsNode, keepsPending, type Unscheduled, unschedulable, unscheduledEvidence} from './_unscheduled.ts';

const resourceOf = ({detail}: Reason): string => (/^too many pods$/i.test(detail) ? 'pods' : detail);

/** Nodes that the pod's own selector leaves; all of them when it leaves none. */
function roomsOf(cluster: Cluster, {pod}: Unscheduled, resource: string): readonly Room[] {
  const all = roomFor(cluster, resource);
  const open = all.filter(({node}) => fitsNode(pod, node));
  return open.length > 0 ? open : all;
}

function shortage(cluster: Cluster, one: Unscheduled, reason: Reason): string {
  const resource = resourceOf(reason);
  const on = `on ${String(reason.count)} of ${String(one.verdict.nodes)} nodes`;
  if (resource === 'pods')
    return `too many pods ${on}: each holds as many as it may (${spellQuantity(most(roomsOf(cluster, one, 'pods'), 'allocatable')?.allocatable ?? 0, 'pods')})`;
  if (resource.includes(' ')) return `${reason.text} ${on}`;
  const asked = requestOf(one.pod.spec, resource);
  const all = roomsOf(cluster, one, resource);
  const largest = most(all, 'allocatable');
  const roomiest = most(all, 'free');
  const request = asked > 0 ? `: it requests ${spellQuantity(asked, resource)}` : '';
  if (largest === undefined || roomiest === undefined) return `insufficient ${resource} ${on}${request}`;
  if (largest.allocatable === 0) return `insufficient ${resource} ${on}${request}, and no node offers ${resource}`;
  const has = `the largest node ${largest.node.metadata.name} has ${spellQuantity(largest.allocatable, resource)} allocatable`;
  if (asked > largest.allocatable) return `insufficient ${resource} ${on}${request}, more than any node has: ${has}`;
  return `insufficient ${resource} ${on}${request}; ${has}, and the most that is free is ${spellQuantity(roomiest.free, resource)} on ${roomiest.node.metadata.name}`;
}

function* capacity(cluster: Cluster, one: Unscheduled): Generator<Evidence> {
  const resource = resourceOf(one.decisive[0]);
  const largest = most(roomsOf(cluster, one, resource), 'allocatable');
  const asked = requestOf(one.pod.spec, resource);
  if (asked > 0 && resource !== 'pods')
    yield fieldProof(one.podRef, `spec.containers[*].resources.requests[${resource}]`, spellQuantity(asked, resource));
  if (largest !== undefined)
    yield fieldProof(
      refOf('Node', largest.node),
      `status.allocatable[${resource}]`,
      largest.node.status.allocatable[resource] ?? '0',
    );
}

export default {
  title: 'No node has room for a pod',
  category: 'scheduling',
  severity: 'high',
  why: 'The scheduler adds up what the pods of a node request, whether they use it or not, and places a pod only where the rest is enough. This pod stays Pending until a node has room.',
  confirm: [
    'kubectl describe pod <pod>: FailedScheduling, Insufficient <resource>',
    'kubectl describe nodes | grep -A 8 "Allocated resources"',
  ],
  fix: [
    'lower the requests of the pod to what it needs',
    'add a node, or a larger one',
    'scale down or move what holds the room',
    'for a device: install its device plugin, or repair it',
  ],
  needs: ['Pod'],
  explains: keepsPending,
  sources: [
    'pkg/scheduler/framework/plugins/noderesources/fit.go',
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled',
  ],
  *check(cluster) {
    yield* unschedulable(cluster, 'resources', (one) => {
      const [event, ...rest] = unscheduledEvidence(one);
      const subject = cluster.owners.topOf(one.podRef);
      const wanted = resourceOf(one.decisive[0]);
      return {
        because: one.decisive
          .slice(0, 3)
          .map((reason) => shortage(cluster, one, reason))
          .join('; '),
        evidence: [event, ...capacity(cluster, one), ...rest],
        fix:
          wanted === 'pods' || wanted.includes(' ') || subject.kind === 'Pod'
            ? []
            : [`${inNamespace(subject)} set resources ${typed(subject)} --requests=${wanted}=<what it needs>`],
      };
    });
  },
} satisfies Rule;
