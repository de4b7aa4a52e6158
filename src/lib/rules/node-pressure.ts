import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {conditionOf} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Node} from '../model/kube/cluster.ts';
import {conditionProof, eventProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {isRecent, HOUR} from '../model/time.ts';
import {hurtsItsPods, isNodeReady, nodeRef} from './_nodes.ts';
import {named} from './_story.ts';

const pressures: Readonly<Record<string, {readonly of: string; readonly events: readonly string[]}>> = {
  MemoryPressure: {of: 'memory', events: ['EvictionThresholdMet', 'SystemOOM']},
  DiskPressure: {of: 'disk space', events: ['EvictionThresholdMet', 'FreeDiskSpaceFailed', 'ImageGCFailed']},
  PIDPressure: {of: 'process ids', events: ['EvictionThresholdMet']},
};

function* ofNode(cluster: Cluster, node: Node): Generator<Sighting> {
  const subject = nodeRef(node);
  for (const [type, {of, events}] of Object.entries(pressures)) {
    const condition = conditionOf(node.status.conditions, type);
    if (condition?.status !== 'True') continue;
    const [event] = cluster.events
      .of(subject, ...events)
      .filter(({last}) => isRecent(last, cluster.now, HOUR))
      .slice(-1);
    const evicted = cluster.podsOn(node.metadata.name).filter(({status}) => status.reason === 'Evicted');
    yield {
      subject,
      summary: `${named(subject)} has ${type}: it is short of ${of}${evicted.length > 0 ? `, ${String(evicted.length)} pods were evicted` : ''}`,
      since: condition.lastTransitionTime,
      objects: evicted.map((pod) => refOf('Pod', pod)),
      evidence: proof(conditionProof(subject, condition), event === undefined ? undefined : eventProof(event)),
    };
  }
}

export default {
  title: 'A node is under pressure',
  category: 'node',
  severity: 'high',
  why: 'The kubelet is short of memory, disk or process ids: it takes no new pods and throws some out.',
  confirm: [
    'kubectl describe node <node>',
    'kubectl get pods -A --field-selector spec.nodeName=<node>',
    'on the node: df -h; df -i; free -m',
  ],
  fix: [
    'find the pod that uses the resource and limit it',
    'give pods requests that are true, so that they are spread',
    'enlarge the disk or the node',
  ],
  needs: ['Node'],
  tags: ['node-trouble'],
  explains: [...hurtsItsPods],
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/'],
  *check(cluster) {
    for (const node of cluster.all('Node')) if (isNodeReady(node)) yield* ofNode(cluster, node);
  },
} satisfies Rule;
