import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, isLeaving} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, HOUR, isRecent} from '../model/time.ts';
import {isMadeUp} from './_replaced.ts';
import {brief, inNamespace, named, severityOf} from './_story.ts';
import {keepsPending} from './_unscheduled.ts';

/** Reasons with which a kubelet refuses a pod that was bound to its node (pkg/kubelet/lifecycle/predicate.go, cm/). */
const REFUSED =
  /^(?:OutOf\w+|NodeAffinity|NodeName|NodePorts|TaintToleration|MatchNodeSelector|UnexpectedAdmissionError|AppArmor|SysctlForbidden|TopologyAffinityError|PodOSSelectorNodeLabelDoesNotMatch|PodOSNotSupported|InvalidNodeInfo|UnexpectedPredicateFailureType|PodFeatureUnsupported|SMTAlignmentError|HostNamespaceNotSupported|NodeUnschedulable|VolumeAttachmentLimitExceeded)$/;

const since = ({status, metadata}: Pod): string | undefined => status.startTime ?? metadata.creationTimestamp;

const isRefused = ({status}: Pod): boolean => status.phase === 'Failed' && REFUSED.test(status.reason ?? '');

export default {
  title: 'The kubelet of a node refuses pods that were bound to it',
  category: 'scheduling',
  severity: 'medium',
  why: 'The kubelet checks for itself whether a pod fits (resources, devices, ports, affinity). It refuses when the scheduler was bypassed, worked with old facts, or the node has changed, and the pod ends as Failed.',
  confirm: ['kubectl get pods --field-selector status.phase=Failed', 'kubectl describe pod <pod>: Reason, Message'],
  fix: [
    'remove spec.nodeName, so that the scheduler chooses',
    'see what uses the node outside Kubernetes, and static pods',
    'for devices: look at the device plugin on the node',
    'delete the refused pods; their controller makes others',
  ],
  needs: ['Pod'],
  explains: keepsPending,
  sources: ['pkg/kubelet/lifecycle/predicate.go', 'pkg/kubelet/cm/devicemanager/manager.go'],
  *check(cluster) {
    const pods = cluster
      .all('Pod')
      .filter((pod) => isRefused(pod) && !isLeaving(pod))
      .map((pod) => ({pod, podRef: refOf('Pod', pod)}));
    for (const [subject, group] of byWorkload(cluster, pods)) yield sighting(cluster, subject, group);
  },
} satisfies Rule;

function sighting(
  cluster: Cluster,
  subject: ReturnType<typeof refOf>,
  group: readonly [
    {pod: Pod; podRef: ReturnType<typeof refOf>},
    ...Array<{pod: Pod; podRef: ReturnType<typeof refOf>}>,
  ],
) {
  const last = [...group].sort((a, b) => (since(a.pod) ?? '').localeCompare(since(b.pod) ?? '')).at(-1) ?? group[0];
  const {reason = '', message = ''} = last.pod.status;
  const isPast = isMadeUp(cluster, subject);
  const isFresh = isRecent(since(last.pod), cluster.now, HOUR);
  return {
    subject,
    summary: `${named(subject)}: the kubelet of ${last.pod.nodeName ?? 'its node'} refuses ${group.length === 1 ? 'its pod' : `${String(group.length)} of its pods`} (${reason}${message === '' ? '' : `: ${brief(message)}`})`,
    severity: isPast ? ('low' as const) : isFresh ? severityOf(cluster, subject) : ('medium' as const),
    active: !isPast,
    since: earliest(group.map(({pod}) => since(pod))),
    objects: group.slice(0, 50).map(({podRef}) => podRef),
    evidence: proof(
      fieldProof(
        last.podRef,
        'status',
        `phase Failed: ${reason}${message === '' ? '' : `: ${message}`}`,
        since(last.pod),
      ),
    ),
    confirm: [`${inNamespace(subject)} get pod ${last.podRef.name} -o jsonpath='{.status.message}'`],
  };
}
