import type {NodeSign} from '../model/cluster/logs.ts';
import type {Cluster} from '../model/cluster.ts';
import type {Severity, Sighting} from '../model/finding.ts';
import type {Pattern} from '../model/pattern.ts';
import {nodeSignProof, proof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, HOUR, instant, isRecent} from '../model/time.ts';
import kernel from '../patterns/kernel.ts';
import {kernelLeads} from './_nodes.ts';
import {brief, named} from './_story.ts';
import {refOf} from '../model/cluster/objects.ts';

/** Older lines are history: the node has gone on since. */
const PRESENT = HOUR;

/** Told by rules of their own, from the side of the container or the node. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['kernel-oom-cgroup', 'kernel-oom-killed', 'kernel-oom-invoked']);

/** Lines that are worth a finding only when they come again and again. */
const atLeast: Readonly<Record<string, number>> = {
  'kernel-segfault': 3,
  'kernel-allocation-failure': 3,
  'kernel-syn-flood': 3,
  'kernel-rcu-stall': 2,
  'kernel-link-down': 2,
};

/** A line by which the trouble ends. */
const healedBy: Readonly<Record<string, string>> = {'kernel-nfs': 'kernel-nfs-ok'};

const reported: readonly Pattern[] = [
  ...new Map(
    kernel
      .filter(({name, severity}) => severity !== undefined && !TOLD_ELSEWHERE.has(name))
      .map((one) => [one.name, one]),
  ).values(),
];

/** A log without any stamp cannot be dated; then its lines count as present. */
const isPresent = (cluster: Cluster, {line}: NodeSign): boolean =>
  line.at === undefined || isRecent(line.at, cluster.now, PRESENT);

const POD_UID = /pod(?<uid>[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})/;

/** The pod whose cgroup or volume the line names; null when that pod is gone. */
function podIn(cluster: Cluster, {node, line}: NodeSign): Ref | null | undefined {
  const uid =
    POD_UID.exec(line.text)?.groups?.['uid']?.replaceAll('_', '-') ?? /\/pods\/([0-9a-f-]{36})\//.exec(line.text)?.[1];
  if (uid === undefined) return undefined;
  const pod = cluster.podsOn(node).find(({metadata}) => metadata.uid === uid);
  return pod === undefined ? null : refOf('Pod', pod);
}

function isHealed(cluster: Cluster, pattern: string, last: NodeSign): boolean {
  const after = cluster.logs
    .onNodes(healedBy[pattern] ?? '')
    .findLast(({node, mark}) => node === last.node && mark.fields['server'] === last.mark.fields['server']);
  return after !== undefined && (instant(after.line.at) ?? 0) >= (instant(last.line.at) ?? 0);
}

function sighting(
  cluster: Cluster,
  {name, means, advice, severity = 'medium'}: Pattern,
  signs: readonly [NodeSign, ...NodeSign[]],
): Sighting | undefined {
  const last = signs.at(-1) ?? signs[0];
  if (signs.length < (atLeast[name] ?? 1) || isHealed(cluster, name, last)) return undefined;
  const subject = ref('Node', undefined, last.node);
  const pods = signs.flatMap((sign) => podIn(cluster, sign) ?? []);
  const undated: Severity = severity === 'critical' ? 'high' : severity;
  return {
    subject,
    severity: last.line.at === undefined ? undated : severity,
    summary: `${named(subject)}: ${means.charAt(0).toLowerCase()}${means.slice(1)} ("${brief(last.line.text, 100)}"${signs.length > 1 ? `, ${String(signs.length)} times` : ''})`,
    since: earliest(signs.map(({line}) => line.at)),
    objects: [...new Map(pods.map((pod) => [pod.name, pod])).values()],
    evidence: proof(nodeSignProof(last), signs.length > 1 ? nodeSignProof(signs[0]) : undefined),
    confirm: [`on ${last.node}: journalctl -k | grep -i "${name.replace('kernel-', '').replaceAll('-', ' ')}"`],
    fix: advice === undefined ? [] : [advice],
  };
}

export default {
  title: 'The kernel of a node reports trouble',
  category: 'node',
  severity: 'high',
  why: 'The kernel log tells of failing disks, file systems that became read-only, hung processes, full tables and broken hardware before anything else does.',
  confirm: ['on the node: journalctl -k --since -1h', 'or: kubectl get --raw "/api/v1/nodes/<node>/proxy/logs/"'],
  fix: ['see the advice of the line that was found', 'drain the node when its disk, memory or kernel is at fault'],
  needs: ['Node'],
  patterns: [...reported.map(({name}) => name), ...Object.values(healedBy)],
  tags: [],
  explains: [
    {rule: 'node-not-ready', via: 'is'},
    {rule: 'node-runtime-down', via: 'is'},
    {rule: 'node-condition-custom', via: 'is'},
    {rule: '#restarts', via: 'runs on'},
    {rule: '#not-starting', via: 'runs on'},
    {rule: '#not-ready', via: 'runs on'},
    {rule: '#storage-wait', via: 'runs on'},
  ],
  sources: [
    'https://github.com/kubernetes/node-problem-detector',
    'https://www.kernel.org/doc/html/latest/admin-guide/',
  ],
  leads: kernelLeads,
  *check(cluster) {
    for (const pattern of reported) {
      const present = cluster.logs
        .onNodes(pattern.name)
        .filter(
          (sign) =>
            cluster.get('Node', undefined, sign.node) !== undefined &&
            isPresent(cluster, sign) &&
            podIn(cluster, sign) !== null,
        );
      for (const [first, ...rest] of Map.groupBy(present, ({node}) => node).values()) {
        const found = first === undefined ? undefined : sighting(cluster, pattern, [first, ...rest]);
        if (found !== undefined) yield found;
      }
    }
  },
} satisfies Rule;
