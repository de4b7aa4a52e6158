import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Node} from '../model/kube/cluster.ts';
import {conditionProof, eventProof, objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {componentLeads, hurtsItsPods, isNodeReady, nodeRef} from './_nodes.ts';
import {isAlive} from './_services.ts';
import {brief, named} from './_story.ts';

/** A node that has just joined waits for its network plugin. */
const JOINING = 3 * MINUTE;
const PODS_NAMED = 300;

/** What the control plane or the kubelet says is wrong. */
function because(node: Node): string {
  const ready = conditionOf(node.status.conditions, 'Ready');
  if (ready === undefined) return 'the kubelet never reported';
  if (ready.status === 'Unknown') return `kubelet stopped posting node status (Ready=Unknown, ${ready.reason ?? ''})`;
  return `${ready.reason ?? 'NotReady'}${ready.message === undefined ? '' : `: ${brief(ready.message)}`}`;
}

function sighting(cluster: Cluster, node: Node): Sighting {
  const subject = nodeRef(node);
  const ready = conditionOf(node.status.conditions, 'Ready');
  const lease = cluster.get('Lease', 'kube-node-lease', node.metadata.name);
  const pods = cluster.podsOn(node.metadata.name).filter(isAlive);
  const hit = pods.filter((pod) => !isReady(pod));
  const [event] = cluster.events.of(subject, 'NodeNotReady', 'NodeNotSchedulable', 'Rebooted').slice(-1);
  const isJoining = (ageOf(node.metadata.creationTimestamp, cluster.now) ?? Infinity) < JOINING;
  return {
    subject,
    severity: isJoining ? 'medium' : 'critical',
    summary: `${named(subject)} is NotReady: ${because(node)}; ${String(pods.length)} pods on it`,
    // The kubelet fell silent when it last renewed its lease; the condition follows some 40 s later.
    since:
      ready?.status === 'Unknown'
        ? earliest([lease?.spec.renewTime, ready.lastTransitionTime])
        : ready?.lastTransitionTime,
    objects: hit.slice(0, PODS_NAMED).map((pod) => refOf('Pod', pod)),
    evidence: proof(
      ready === undefined
        ? objectProof('Node', node, 'status.conditions', 'no Ready condition')
        : conditionProof(subject, ready),
      ready?.lastHeartbeatTime === undefined
        ? undefined
        : objectProof(
            'Node',
            node,
            'status.conditions[Ready].lastHeartbeatTime',
            `last heartbeat ${ready.lastHeartbeatTime}`,
            ready.lastHeartbeatTime,
          ),
      lease?.spec.renewTime === undefined
        ? undefined
        : objectProof('Lease', lease, 'spec.renewTime', `renewTime ${lease.spec.renewTime}`, lease.spec.renewTime),
      event === undefined ? undefined : eventProof(event),
    ),
    confirm: [
      `kubectl describe node ${subject.name}`,
      `on the node: systemctl status kubelet; journalctl -u kubelet -n 100`,
    ],
    fix:
      ready?.status === 'Unknown'
        ? [`on ${subject.name}: is the machine up and reachable? systemctl restart kubelet`]
        : [`on ${subject.name}: mend what the kubelet complains of`],
  };
}

export default {
  title: 'A node is not ready',
  category: 'node',
  severity: 'critical',
  why: 'The control plane does not hear from the kubelet (Ready=Unknown), or the kubelet says that it cannot run pods (Ready=False). Pods on the node leave their Services, and after five minutes are replaced elsewhere.',
  confirm: [
    'kubectl describe node <node>',
    'kubectl -n kube-node-lease get lease <node>',
    'on the node: systemctl status kubelet containerd',
  ],
  fix: [
    'start the machine, the kubelet or the container runtime again',
    'when the machine is lost, delete the Node so that its pods and volumes are let go',
  ],
  needs: ['Node'],
  tags: ['node-trouble'],
  explains: [...hurtsItsPods],
  sources: [
    'https://kubernetes.io/docs/concepts/architecture/nodes/#condition',
    'https://kubernetes.io/docs/concepts/architecture/leases/',
  ],
  leads: componentLeads,
  *check(cluster) {
    for (const node of cluster.all('Node')) if (!isNodeReady(node)) yield sighting(cluster, node);
  },
} satisfies Rule;
