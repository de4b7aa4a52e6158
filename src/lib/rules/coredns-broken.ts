import {byWorkload, isReady} from '../model/containers.ts';
import {podSignProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {type ClientLine, clientLines, firstSeen, podsOfLines, shownLines} from './_client-lines.ts';
import {named} from './_story.ts';

/** What the server says is wrong, the gravest first. */
const faults: Readonly<Record<string, string>> = {
  'coredns-loop': 'forwards to itself: a loop was detected',
  'coredns-bad-config': 'cannot read its Corefile',
  'coredns-api-unreachable': 'cannot read Services from the API server',
  'coredns-forward-failed': 'cannot reach the DNS servers it forwards to',
};

export default {
  title: 'The cluster DNS server reports a fault of its own',
  category: 'control-plane',
  severity: 'high',
  why: 'CoreDNS ends, or answers SERVFAIL, when it forwards to itself, cannot read its configuration, or cannot reach the API server or its upstream.',
  confirm: ['kubectl -n kube-system logs -l k8s-app=kube-dns', 'kubectl -n kube-system get configmap coredns -o yaml'],
  fix: [
    'mend the Corefile in ConfigMap kube-system/coredns',
    'let `forward` name servers that answer; on a loop give the kubelet another resolvConf',
  ],
  needs: ['Pod'],
  patterns: Object.keys(faults),
  explains: [
    {rule: 'dns-down', via: 'is'},
    {rule: 'dns-errors', via: 'governs'},
    {rule: '#restarts', via: 'is'},
    {rule: '#not-ready', via: 'is'},
    {rule: '#no-endpoints', via: 'selects'},
  ],
  sources: ['https://coredns.io/plugins/loop/#troubleshooting', 'https://coredns.io/plugins/forward/'],
  *leads(cluster) {
    for (const {metadata, spec} of cluster.network
      .podsIn('kube-system')
      .filter((pod) => pod.metadata.labels['k8s-app'] === 'kube-dns')
      .slice(0, 4)) {
      const [container] = spec.containers;
      if (container !== undefined)
        yield {want: 'pod-log', container: {namespace: 'kube-system', pod: metadata.name, container: container.name}};
    }
  },
  *check(cluster) {
    for (const [pattern, says] of Object.entries(faults)) {
      const lines = clientLines(cluster, [pattern]);
      for (const [subject, group] of byWorkload<ClientLine>(cluster, lines)) {
        const isServing = group.every(({pod}) => isReady(pod));
        // A server that waits for the API server says so once at each start.
        if (isServing && (pattern === 'coredns-api-unreachable' || group.length < 3)) continue;
        yield {
          subject,
          severity: isServing ? 'medium' : 'critical',
          summary: `${named(subject)}: the cluster DNS ${says}`,
          since: firstSeen(group),
          objects: podsOfLines(group),
          evidence: proof(podSignProof(shownLines(group)[0])),
        };
      }
    }
  },
} satisfies Rule;
