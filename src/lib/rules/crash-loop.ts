import type {Cluster} from '../model/cluster.ts';
import {byWorkload, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import {spellEnd} from '../model/exit-codes.ts';
import type {Sighting} from '../model/finding.ts';
import {endProof, lineProof, proof, waitingProof} from '../model/proof.ts';
import {type Ref, refKey} from '../model/ref.ts';
import type {Lead, Rule} from '../model/rule.ts';
import {containerRef} from '../model/source.ts';
import {earliest} from '../model/time.ts';
import {runningUnready} from './_probe.ts';
import {
  brief,
  endedLog,
  endsBadly,
  inNamespace,
  isBackUp,
  isRestarting,
  lastLines,
  lastWords,
  named,
  severityOf,
  takesFromService,
} from './_story.ts';
import {podsIn} from './_waiting.ts';

/** Lines from the end of a log: a stack trace with what led to it. */
const TAIL = 100;
/** Pods of one workload tell one story, and a cluster in flames must not cost a thousand requests. */
const PODS_A_WORKLOAD = 2;
const LOGS_AT_MOST = 300;

const isLoop = (one: PodContainer, now: Date): boolean => one.role !== 'init' && isRestarting(one, now);

function* logsOf({podRef, status}: PodContainer): Generator<Lead> {
  const container = containerRef(podRef, status.name);
  yield {want: 'pod-log', container, tail: TAIL};
  if ((status.restartCount ?? 0) > 0 && status.lastState.terminated !== undefined)
    yield {want: 'pod-log', container, previous: true, tail: TAIL};
}

/** Containers with a log worth reading: those that end, and those that run without getting ready. */
function* leads(cluster: Cluster): Generator<Lead> {
  const taken = new Map<string, number>();
  let count = 0;
  const ended = troubledContainers(cluster).filter((one) => endsBadly(one, cluster.now));
  for (const one of [...ended, ...runningUnready(cluster)]) {
    const key = `${refKey(cluster.owners.topOf(one.podRef))}/${one.status.name}`;
    const before = taken.get(key) ?? 0;
    if (before >= PODS_A_WORKLOAD || count >= LOGS_AT_MOST) continue;
    taken.set(key, before + 1);
    for (const lead of logsOf(one)) {
      count += 1;
      yield lead;
    }
  }
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [PodContainer, ...PodContainer[]]): Sighting {
  const shown =
    group.find((one) => endedLog(cluster, one) !== undefined) ??
    group.toSorted((a, b) => (b.status.restartCount ?? 0) - (a.status.restartCount ?? 0))[0] ??
    group[0];
  const {status, podRef} = shown;
  const end = lastEnd(status);
  const log = endedLog(cluster, shown);
  const words = lastWords(lastLines(log));
  const restarts = status.restartCount ?? 0;
  const state =
    status.state.waiting?.reason === 'CrashLoopBackOff'
      ? 'is in CrashLoopBackOff'
      : isBackUp(shown)
        ? 'was restarted'
        : 'keeps ending';
  const said = words === undefined ? end?.message?.trim().split('\n').at(-1) : words.text;
  return {
    subject,
    summary: `${named(subject)} ${state}: container ${status.name} ${end === undefined ? 'ends' : `ends with ${spellEnd(end)}`} (${String(restarts)} restart${restarts === 1 ? '' : 's'})${said === undefined || said === '' ? '' : `, last line: ${brief(said, 120)}`}`,
    // One restart that is over is no loop; whoever knows its cause says more.
    severity: group.every(isBackUp) ? 'low' : severityOf(cluster, subject),
    since: earliest(
      group.map(
        (one) =>
          cluster.events.of(one.podRef, 'BackOff').find(({message}) => message.includes('restarting failed'))?.first ??
          lastEnd(one.status)?.finishedAt,
      ),
    ),
    objects: podsIn(group),
    evidence:
      log === undefined || words === undefined
        ? proof(
            end === undefined ? waitingProof(shown) : endProof(shown, end),
            end === undefined || status.state.waiting === undefined ? undefined : waitingProof(shown),
          )
        : proof(lineProof(log, words), end === undefined ? waitingProof(shown) : endProof(shown, end)),
    confirm: [`${inNamespace(subject)} logs ${podRef.name} -c ${status.name} --previous`],
    fix: [
      `read the end of ${inNamespace(subject)} logs ${podRef.name} -c ${status.name} --previous and mend what it names`,
    ],
  };
}

export default {
  title: 'A container ends again and again',
  category: 'workload',
  severity: 'high',
  why: 'The kubelet starts a container that has ended again, after a pause that doubles up to five minutes. Meanwhile it serves nobody.',
  confirm: ['kubectl logs <pod> --previous', 'kubectl describe pod <pod>: last state, exit code, restart count'],
  fix: [
    'mend what the last lines of the log name',
    'roll back when it began with a rollout: kubectl rollout undo deployment/<name>',
  ],
  needs: ['Pod'],
  tags: ['restarts'],
  explains: [{rule: '#not-ready', via: 'is'}, ...takesFromService],
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts'],
  leads,
  *check(cluster) {
    for (const [subject, group] of byWorkload(
      cluster,
      troubledContainers(cluster).filter((one) => isLoop(one, cluster.now)),
    ))
      yield sighting(cluster, subject, group);
  },
} satisfies Rule;
