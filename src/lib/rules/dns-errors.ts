import type {Cluster} from '../model/cluster.ts';
import {byWorkload, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {podSignProof, proof} from '../model/proof.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Rule} from '../model/rule.ts';
import {type ClientLine, clientLines, firstSeen, podsOfLines, shownLines} from './_client-lines.ts';
import {isDns, isHeadless} from './_services.ts';
import {named} from './_story.ts';

/** Many clients say "no such host" of any failed lookup; of a Service that exists it can only be the name service. */
function isFalselyUnknown(cluster: Cluster, {mark, podRef}: ClientLine): boolean {
  const {host} = mark.fields;
  const to = host === undefined ? undefined : cluster.calls.resolve(host, podRef.namespace ?? 'default');
  const service = to?.is === 'service' ? cluster.get('Service', to.ref.namespace, to.ref.name) : undefined;
  return service !== undefined && !isHeadless(service);
}

/** `-2 ENOENT`-like answers for a Service that does not exist are that client's own fault. */
function isOwnFault(cluster: Cluster, {mark, podRef}: ClientLine): boolean {
  const {host} = mark.fields;
  return (
    host !== undefined &&
    mark.pattern !== 'app-dns-failure' &&
    cluster.calls.resolve(host, podRef.namespace ?? 'default').is === 'missing service'
  );
}

function sighting(
  cluster: Cluster,
  subject: Sighting['subject'],
  lines: readonly [ClientLine, ...ClientLine[]],
): Sighting {
  const [first, ...rest] = shownLines(lines).map(podSignProof);
  const hosts = [...new Set(lines.flatMap(({mark}) => mark.fields['host'] ?? []))];
  return {
    subject,
    severity: lines.every(({pod}) => isReady(pod)) ? 'medium' : 'high',
    summary: `${named(subject)} cannot resolve names${hosts.length > 0 ? ` (${hosts.slice(0, 3).join(', ')})` : ''}: the DNS lookup fails`,
    since: firstSeen(lines),
    objects: podsOfLines(lines),
    toward: cluster
      .all('Service')
      .filter(isDns)
      .map((service) => refOf('Service', service)),
    evidence: proof(first ?? podSignProof(lines[0]), ...rest),
    confirm: [
      `kubectl -n ${subject.namespace ?? 'default'} exec ${lines[0].podRef.name} -- nslookup kubernetes.default`,
      'kubectl -n kube-system get pods -l k8s-app=kube-dns',
    ],
  };
}

export default {
  title: 'An application reports failed DNS lookups',
  category: 'network',
  severity: 'medium',
  why: 'The name server did not answer, or answered that it cannot: nothing that is called by name can be reached.',
  confirm: ['kubectl exec <pod> -- nslookup kubernetes.default', 'kubectl -n kube-system get pods -l k8s-app=kube-dns'],
  fix: [
    'bring the cluster DNS back',
    'allow UDP and TCP port 53 to kube-system in egress policies',
    'look at conntrack on the node when only some lookups fail',
  ],
  needs: ['Pod'],
  patterns: ['app-dns-failure', 'app-no-such-host'],
  tags: ['dns-errors'],
  explains: [
    {rule: '#restarts', via: 'is'},
    {rule: '#not-ready', via: 'is'},
  ],
  sources: ['https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/'],
  *check(cluster) {
    const failed = clientLines(cluster, ['app-dns-failure']).filter((line) => !isOwnFault(cluster, line));
    const unknown = clientLines(cluster, ['app-no-such-host']).filter((line) => isFalselyUnknown(cluster, line));
    for (const [subject, lines] of byWorkload(cluster, [...failed, ...unknown]))
      yield sighting(cluster, subject, lines);
  },
} satisfies Rule;
