import type {Cluster} from '../model/cluster.ts';
import {byWorkload, isLeaving, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Refuted, Sighting} from '../model/finding.ts';
import {endProof, eventProof, nodeSignProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, HOUR, isRecent} from '../model/time.ts';
import {kernelVictim, killedLine} from './_oom.ts';
import {endsContainers, inNamespace, isBackUp, isRestarting, named, resource} from './_story.ts';
import {podsIn} from './_waiting.ts';

/** Bytes from the end of the kernel log: an OOM report is 4 KB, so this holds some sixty of them. */
const KERNEL_TAIL = 262_144;

const endsOf = ({status}: PodContainer) =>
  [status.state.terminated, status.lastState.terminated].filter((end) => end !== undefined);
const isReported = (one: PodContainer): boolean => endsOf(one).some(({reason}) => reason === 'OOMKilled');
const isKilled = (one: PodContainer): boolean => isReported(one) || endsOf(one).some(({exitCode}) => exitCode === 137);

/** The reason is the runtime's; when a child was the victim, or it missed the event, only the kernel says so. */
const isOom = (cluster: Cluster, one: PodContainer): boolean => {
  const kernel = kernelVictim(cluster, one);
  return (
    !isLeaving(one.pod) && kernel?.isGlobal !== true && (isReported(one) || (isKilled(one) && kernel !== undefined))
  );
};

/** Present trouble; once and long ago is history. A finished Job that got there in the end has no trouble at all. */
const isNow = (cluster: Cluster, one: PodContainer): boolean => {
  const end = lastEnd(one.status);
  return (
    isRestarting(one, cluster.now) ||
    (one.pod.status.phase !== 'Succeeded' &&
      (end?.finishedAt === undefined || isRecent(end.finishedAt, cluster.now, HOUR)))
  );
};

const spellLimit = (limit: string | undefined): string =>
  limit === undefined ? 'memory limit' : `memory limit of ${limit}`;

function sighting(cluster: Cluster, subject: Ref, group: readonly [PodContainer, ...PodContainer[]]): Sighting {
  const now = group.filter((one) => isNow(cluster, one));
  const among = now.length > 0 ? now : group;
  const shown = among.find((one) => kernelVictim(cluster, one) !== undefined) ?? now[0] ?? group[0];
  const kernel = kernelVictim(cluster, shown);
  const killed = kernel === undefined ? undefined : killedLine(cluster, kernel);
  const end = endsOf(shown).find(({reason}) => reason === 'OOMKilled') ?? lastEnd(shown.status);
  const limit = shown.spec?.resources.limits['memory'];
  const [system] = cluster.events
    .of({kind: 'Node', name: shown.pod.nodeName ?? ''}, 'SystemOOM', 'OOMKilling')
    .slice(-1);
  const status = end === undefined ? [] : [endProof(shown, end)];
  const [first, ...rest] = [
    ...[killed, kernel?.sign].filter((one) => one !== undefined).map(nodeSignProof),
    ...status,
    ...(system === undefined ? [] : [eventProof(system)]),
  ];
  const restarts = shown.status.restartCount ?? 0;
  return {
    subject,
    summary: `${named(subject)} is out of memory: container ${shown.status.name} needs more than its ${spellLimit(limit)} (OOMKilled${restarts > 0 ? `, ${String(restarts)} restart${restarts === 1 ? '' : 's'}` : ''})`,
    severity: now.length === 0 ? 'low' : now.every(isBackUp) ? 'medium' : 'high',
    since: earliest(group.flatMap((one) => endsOf(one).map(({finishedAt}) => finishedAt))),
    active: now.length > 0,
    objects: podsIn(among),
    evidence: proof(
      first ?? {
        from: 'object',
        ref: shown.podRef,
        path: `status.containerStatuses[${shown.status.name}]`,
        quote: 'OOMKilled',
      },
      ...rest,
    ),
    fix:
      limit === undefined
        ? []
        : [
            `${inNamespace(subject)} set resources ${resource(subject)} -c ${shown.status.name} --limits=memory=<more than ${limit}>`,
          ],
  };
}

function* refutations(cluster: Cluster): Generator<Refuted> {
  for (const one of troubledContainers(cluster)) {
    if (lastEnd(one.status)?.exitCode !== 137 || isOom(cluster, one) || !isRestarting(one, cluster.now)) continue;
    const isGlobal = kernelVictim(cluster, one)?.isGlobal === true;
    yield {
      subject: cluster.owners.topOf(one.podRef),
      refuted: isGlobal
        ? 'the whole node was out of memory, not the container at its limit'
        : 'exit 137, but neither the status nor the kernel log says out of memory',
    };
  }
}

export default {
  title: 'A container was killed because it used more memory than its limit',
  category: 'workload',
  severity: 'high',
  why: 'The kernel kills a process of a container whose memory cgroup reaches its limit. The container is restarted and will be killed again until it needs less or may use more.',
  confirm: [
    'kubectl describe pod <pod>: last state OOMKilled, exit code 137',
    'the kernel log of the node: "Memory cgroup out of memory: Killed process"',
  ],
  fix: [
    'raise resources.limits.memory above what the process needs at its peak',
    "lower the process's own limit (heap size, workers, cache) below the container's",
    'find the leak when use only ever grows',
  ],
  needs: ['Pod'],
  patterns: ['kernel-oom-cgroup', 'kernel-oom-killed'],
  explains: endsContainers,
  sources: [
    'mm/oom_kill.c (dump_header, oom_kill_process)',
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  ],
  *leads(cluster) {
    const nodes = new Set(
      troubledContainers(cluster)
        .filter((one) => isKilled(one) && isNow(cluster, one))
        .map(({pod}) => pod.nodeName),
    );
    for (const node of nodes)
      if (node !== undefined) yield {want: 'node-log', node, query: {layer: 'kernel', tailBytes: KERNEL_TAIL}};
  },
  *check(cluster) {
    for (const [subject, group] of byWorkload(
      cluster,
      troubledContainers(cluster).filter((one) => isOom(cluster, one)),
    ))
      yield sighting(cluster, subject, group);
    yield* refutations(cluster);
  },
} satisfies Rule;
