import type {Cluster} from '../model/cluster.ts';
import {conditionOf} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import type {Node} from '../model/kube/cluster.ts';
import {conditionProof, nodeSignProof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, isRecent, MINUTE} from '../model/time.ts';
import {componentLeads, hurtsItsPods, nodeRef} from './_nodes.ts';
import {named} from './_story.ts';

const SIGNS = ['kubelet-pleg', 'kubelet-runtime-down', 'runtime-unit-failed', 'runtime-disk-full'] as const;
const SAYS_RUNTIME =
  /PLEG is not healthy|container runtime is down|[Cc]ontainer runtime (?:is )?not ready|runtime network not ready|RuntimeReady=false/;

function sighting(cluster: Cluster, node: Node): Sighting | undefined {
  const subject = nodeRef(node);
  const ready = conditionOf(node.status.conditions, 'Ready');
  const said =
    ready !== undefined && ready.status !== 'True' && SAYS_RUNTIME.test(ready.message ?? '')
      ? [conditionProof(subject, ready)]
      : [];
  const signs = SIGNS.flatMap((pattern) => cluster.logs.onNodes(pattern)).filter(
    (sign) => sign.node === subject.name && isRecent(sign.line.at, cluster.now, 15 * MINUTE),
  );
  // A node that is ready again has its runtime back.
  if (ready?.status === 'True') return undefined;
  const [first, ...rest]: readonly Evidence[] = [...said, ...signs.slice(-2).map(nodeSignProof)];
  if (first === undefined) return undefined;
  return {
    subject,
    summary: `${named(subject)}: the container runtime does not work: ${(said[0] ?? first).quote.slice(0, 160)}`,
    since: earliest([ready?.lastTransitionTime, ...signs.map(({line}) => line.at)]),
    evidence: [first, ...rest],
    confirm: [`on ${subject.name}: crictl info; systemctl status containerd; journalctl -u containerd -n 100`],
    fix: [`on ${subject.name}: systemctl restart containerd (or crio), then look at its disk`],
  };
}

export default {
  title: 'The container runtime of a node does not work',
  category: 'node',
  severity: 'critical',
  why: 'The kubelet cannot list, start or stop containers, so the node becomes NotReady and its pods leave their Services.',
  confirm: [
    'on the node: crictl ps; systemctl status containerd',
    'kubelet log: PLEG is not healthy, container runtime is down',
  ],
  fix: ['restart the runtime', 'look for a full or slow disk and for hung processes'],
  needs: ['Node'],
  patterns: [...SIGNS],
  explains: [{rule: 'node-not-ready', via: 'is'}, ...hurtsItsPods],
  sources: ['pkg/kubelet/pleg/generic.go', 'pkg/kubelet/runtime.go'],
  leads: componentLeads,
  *check(cluster) {
    for (const node of cluster.all('Node')) {
      const found = sighting(cluster, node);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
