import {conditionOf} from '../model/containers.ts';
import {conditionProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {hurtsItsPods, isNodeReady, nodeRef} from './_nodes.ts';
import {named} from './_story.ts';

export default {
  title: 'The network of a node is not set up',
  category: 'node',
  severity: 'critical',
  why: 'The network plugin or the cloud has not made routes for the node, so its pods cannot be reached.',
  confirm: [
    'kubectl describe node <node>: NetworkUnavailable',
    'kubectl -n kube-system get pods -o wide: the network plugin on that node',
  ],
  fix: ['mend the pod of the network plugin on that node', 'look at the route table of the cloud'],
  needs: ['Node'],
  tags: ['node-trouble'],
  explains: [...hurtsItsPods],
  sources: ['https://kubernetes.io/docs/concepts/architecture/nodes/#condition'],
  *check(cluster) {
    for (const node of cluster.all('Node')) {
      const condition = conditionOf(node.status.conditions, 'NetworkUnavailable');
      if (condition?.status !== 'True' || !isNodeReady(node)) continue;
      const subject = nodeRef(node);
      yield {
        subject,
        summary: `${named(subject)} has no network: ${condition.reason ?? ''} ${condition.message ?? ''}`.trim(),
        since: condition.lastTransitionTime,
        evidence: proof(conditionProof(subject, condition)),
      };
    }
  },
} satisfies Rule;
