import type {Cluster} from '../model/cluster.ts';
import type {Evidence} from '../model/evidence.ts';
import {nodeSignProof, podSignProof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, isRecent, MINUTE} from '../model/time.ts';
import {named} from './_story.ts';

const RECENT = 15 * MINUTE;
/** What etcd says, and how often before it is more than a hiccup. */
const signs: Readonly<Record<string, number>> = {'etcd-no-leader': 1, 'etcd-slow-disk': 2, 'etcd-slow-request': 10};

interface Sign {
  readonly subject: Ref;
  readonly at: string | undefined;
  readonly proof: Evidence;
}

function signsOf(cluster: Cluster, pattern: string): readonly Sign[] {
  const inPods = cluster.logs
    .inPods(pattern)
    .filter(({log}) => log.pod.namespace === 'kube-system')
    .map((one): Sign => ({subject: one.log.pod, at: one.line.at, proof: podSignProof(one)}));
  const onNodes = cluster.logs
    .onNodes(pattern)
    .map((one): Sign => ({subject: ref('Node', undefined, one.node), at: one.line.at, proof: nodeSignProof(one)}));
  return [...inPods, ...onNodes].filter(({at}) => isRecent(at, cluster.now, RECENT));
}

export default {
  title: 'etcd is slow or without a leader',
  category: 'control-plane',
  severity: 'high',
  why: 'Everything the API server stores goes through etcd: a slow disk under it slows the whole control plane and makes controllers lose their leases; without a leader nothing can be written.',
  confirm: [
    'etcdctl endpoint status --cluster -w table',
    'etcd_disk_wal_fsync_duration_seconds should stay below 10 ms',
  ],
  fix: [
    'give etcd a fast disk of its own',
    'bring back the majority of the members',
    'compact and defragment when its space is used up',
  ],
  needs: ['Pod'],
  patterns: Object.keys(signs),
  explains: [
    {rule: 'lease-stale', via: 'governs'},
    {rule: 'apiserver-not-ready', via: 'governs'},
    {rule: 'control-plane-pod-failing', via: 'governs'},
  ],
  sources: ['https://etcd.io/docs/v3.6/faq/', 'https://etcd.io/docs/v3.6/op-guide/hardware/'],
  *leads(cluster) {
    for (const {metadata, spec} of cluster.network
      .podsIn('kube-system')
      .filter((pod) => pod.metadata.labels['component'] === 'etcd')
      .slice(0, 5)) {
      const [container] = spec.containers;
      if (container !== undefined)
        yield {want: 'pod-log', container: {namespace: 'kube-system', pod: metadata.name, container: container.name}};
    }
  },
  *check(cluster) {
    for (const [pattern, atLeast] of Object.entries(signs)) {
      const found = signsOf(cluster, pattern);
      const last = found.at(-1);
      if (last === undefined || found.length < atLeast) continue;
      yield {
        subject: last.subject,
        severity: pattern === 'etcd-no-leader' ? 'critical' : pattern === 'etcd-slow-disk' ? 'high' : 'medium',
        summary: `${named(last.subject)}: etcd ${pattern === 'etcd-no-leader' ? 'has no leader or no space' : 'is slow'}, ${String(found.length)} lines in the last 15 minutes`,
        since: earliest(found.map(({at}) => at)),
        evidence: [last.proof],
      };
      return;
    }
  },
} satisfies Rule;
