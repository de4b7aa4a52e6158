import type {Cluster} from '../model/cluster.ts';
import type {Sighting} from '../model/finding.ts';
import {podSignProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {similar} from '../parse/similar.ts';
import {type ClientTrouble, firstSeen, podsOfLines, shownLines, troublesOf} from './_client-lines.ts';
import {inNamespace, named, resource} from './_story.ts';

const PATTERNS = ['app-no-such-host', 'app-dns-failure', 'app-connection-refused', 'app-connection-timeout'] as const;

/** A Service of the same name elsewhere, or one of a like name here. */
function meant(cluster: Cluster, {namespace, name}: Ref): string | undefined {
  const near = similar(
    name,
    cluster.network.servicesIn(namespace).map(({metadata}) => metadata.name),
  );
  if (near !== undefined) return near;
  const elsewhere = cluster
    .all('Service')
    .find(({metadata}) => metadata.name === name && metadata.namespace !== namespace);
  return elsewhere === undefined ? undefined : `${name}.${elsewhere.metadata.namespace ?? ''}`;
}

function sighting(cluster: Cluster, {subject, to, host, lines, isReady}: ClientTrouble): Sighting | undefined {
  if (to?.is !== 'missing service') return undefined;
  // Lines of other failures carry words that only look like a Service's name.
  if (!lines.some(({mark}) => mark.pattern === 'app-no-such-host' || mark.pattern === 'app-dns-failure'))
    return undefined;
  const [first, ...rest] = shownLines(lines).map(podSignProof);
  if (first === undefined) return undefined;
  const suggestion = meant(cluster, to.ref);
  return {
    subject,
    severity: isReady && suggestion === undefined ? 'medium' : 'high',
    summary: `${named(subject)} calls "${host ?? to.ref.name}", but there is no such Service ${to.ref.namespace ?? ''}/${to.ref.name}${suggestion === undefined ? '' : `; did you mean "${suggestion}"?`}`,
    since: firstSeen(lines),
    objects: podsOfLines(lines),
    toward: [to.ref],
    evidence: proof(first, ...rest),
    confirm: [`${inNamespace(to.ref)} get services`],
    fix: [
      suggestion === undefined
        ? `create Service ${to.ref.name} in namespace ${to.ref.namespace ?? ''}, or mend the host name in the settings of ${resource(subject)}`
        : `${inNamespace(subject)} edit ${resource(subject)}: replace the host name "${host ?? ''}" by "${suggestion}" (env, args or the ConfigMap it reads)`,
    ],
  };
}

export default {
  title: 'An application calls a Service that does not exist',
  category: 'config',
  severity: 'high',
  why: 'The client asks the cluster DNS for a name that no Service of that namespace has, so it can never connect.',
  confirm: ['kubectl get services -n <namespace>', 'kubectl exec <pod> -- nslookup <name>'],
  fix: [
    'mend the host name in the settings of the client',
    'create the Service, or use <service>.<namespace> for one in another namespace',
  ],
  needs: ['Pod', 'Service'],
  patterns: [...PATTERNS],
  explains: [
    {rule: '#restarts', via: 'is'},
    {rule: '#not-ready', via: 'is'},
    {rule: '#unavailable', via: 'is'},
    {rule: '#no-endpoints', via: 'selects'},
    {rule: '#job-failed', via: 'owns'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'],
  *check(cluster) {
    for (const trouble of troublesOf(cluster, PATTERNS)) {
      const found = sighting(cluster, trouble);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
