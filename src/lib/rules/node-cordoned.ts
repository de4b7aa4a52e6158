import {objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {isNodeReady, nodeRef} from './_nodes.ts';
import {named} from './_story.ts';

export default {
  title: 'A node is cordoned',
  category: 'node',
  severity: 'low',
  why: 'Somebody asked that no new pods be placed on the node; forgotten, that costs room.',
  confirm: ['kubectl get nodes: SchedulingDisabled'],
  fix: ['kubectl uncordon <node> when the work on it is done'],
  needs: ['Node'],
  explains: [{rule: '#pending', via: 'depends on'}],
  sources: ['https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration'],
  *check(cluster) {
    for (const node of cluster.all('Node')) {
      if (node.spec.unschedulable !== true || !isNodeReady(node)) continue;
      const subject = nodeRef(node);
      const since = node.spec.taints.find(({key}) => key === 'node.kubernetes.io/unschedulable')?.timeAdded;
      yield {
        subject,
        summary: `${named(subject)} is cordoned: no new pods are placed on it`,
        since,
        evidence: proof(objectProof('Node', node, 'spec.unschedulable', 'unschedulable: true', since)),
        fix: [`kubectl uncordon ${subject.name}`],
      };
    }
  },
} satisfies Rule;
