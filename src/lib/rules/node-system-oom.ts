import type {NodeSign} from '../model/cluster/logs.ts';
import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import type {Node} from '../model/kube/cluster.ts';
import type {Pod} from '../model/kube/pod.ts';
import {eventProof, nodeSignProof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, HOUR, isRecent} from '../model/time.ts';
import {kernelLeads, nodeRef} from './_nodes.ts';
import {isAlive} from './_services.ts';
import {named, someOf} from './_story.ts';

const isRecentSign = (cluster: Cluster, {line}: NodeSign): boolean => isRecent(line.at, cluster.now, HOUR);

/** Kills for want of the node's memory, not of a cgroup's. */
function globalKills(cluster: Cluster, node: string): readonly NodeSign[] {
  const victims = cluster.logs
    .onNodes('kernel-oom-cgroup')
    .filter((sign) => sign.node === node && sign.mark.fields['constraint'] === 'CONSTRAINT_NONE');
  const killed = cluster.logs
    .onNodes('kernel-oom-killed')
    .filter((sign) => sign.node === node && sign.mark.fields['scope']?.startsWith('Out of memory') === true);
  return [...victims, ...killed].filter((sign) => isRecentSign(cluster, sign));
}

const hasNoLimit = (pod: Pod): boolean =>
  pod.spec.containers.some(({resources}) => resources.limits['memory'] === undefined);

function sighting(cluster: Cluster, node: Node): Sighting | undefined {
  const subject = nodeRef(node);
  const kills = globalKills(cluster, node.metadata.name);
  const events = cluster.events.of(subject, 'SystemOOM').filter(({last}) => isRecent(last, cluster.now, HOUR));
  const [first, ...rest]: readonly Evidence[] = [
    ...kills.slice(-2).map(nodeSignProof),
    ...events.slice(-1).map(eventProof),
  ];
  if (first === undefined) return undefined;
  const victims = [...new Set(kills.flatMap(({mark}) => mark.fields['process'] ?? mark.fields['task'] ?? []))];
  const unlimited = cluster.podsOn(node.metadata.name).filter((pod) => isAlive(pod) && hasNoLimit(pod));
  return {
    subject,
    summary: `${named(subject)} ran out of memory as a whole${victims.length > 0 ? `, the kernel killed ${someOf(victims)}` : ''}${unlimited.length > 0 ? `; ${String(unlimited.length)} pods on it have no memory limit` : ''}`,
    since: earliest([...kills.map(({line}) => line.at), ...events.map((event) => event.first)]),
    objects: unlimited.slice(0, 50).map((pod) => refOf('Pod', pod)),
    evidence: [first, ...rest],
    confirm: [`kubectl top pods -A --sort-by=memory --field-selector spec.nodeName=${subject.name}`],
  };
}

export default {
  title: 'A node ran out of memory',
  category: 'node',
  severity: 'high',
  why: 'When the memory of the whole node is used up the kernel kills whatever it finds biggest, be it the pod that grew or another.',
  confirm: [
    'kubectl describe node <node>: event SystemOOM',
    'kernel log: constraint=CONSTRAINT_NONE or "Out of memory: Killed process"',
  ],
  fix: [
    'give the pods that grow a memory limit',
    'reserve memory for the system (kubelet systemReserved, kubeReserved)',
    'use more or larger nodes',
  ],
  needs: ['Node'],
  patterns: ['kernel-oom-cgroup', 'kernel-oom-killed'],
  explains: [
    {rule: '#restarts', via: 'runs on'},
    {rule: '#not-ready', via: 'runs on'},
    {rule: 'node-not-ready', via: 'is'},
  ],
  sources: [
    'mm/oom_kill.c',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-out-of-memory-behavior',
  ],
  leads: kernelLeads,
  *check(cluster) {
    for (const node of cluster.all('Node')) {
      const found = sighting(cluster, node);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
