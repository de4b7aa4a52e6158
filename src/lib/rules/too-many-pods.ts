import {objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {isNodeReady, nodeRef} from './_nodes.ts';
import {isAlive} from './_services.ts';
import {named} from './_story.ts';

const NEARLY = 0.95;

export default {
  title: 'A node has nearly as many pods as it may',
  category: 'node',
  severity: 'low',
  why: 'The next pods go elsewhere or stay Pending with "Too many pods".',
  confirm: ['kubectl get node <node> -o jsonpath="{.status.allocatable.pods}"'],
  fix: ['add nodes', 'raise maxPods of the kubelet where addresses allow'],
  needs: ['Node', 'Pod'],
  explains: [{rule: '#pending', via: 'depends on'}],
  sources: ['https://kubernetes.io/docs/setup/best-practices/cluster-large/'],
  *check(cluster) {
    for (const node of cluster.all('Node')) {
      const limit = Number(node.status.allocatable['pods'] ?? '0');
      const count = cluster.podsOn(node.metadata.name).filter(isAlive).length;
      if (!isNodeReady(node) || limit === 0 || count < limit * NEARLY) continue;
      const subject = nodeRef(node);
      yield {
        subject,
        summary: `${named(subject)} runs ${String(count)} of at most ${String(limit)} pods`,
        evidence: proof(objectProof('Node', node, 'status.allocatable.pods', `pods: ${String(limit)}`)),
      };
    }
  },
} satisfies Rule;
