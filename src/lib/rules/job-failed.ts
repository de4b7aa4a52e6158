import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, containersOf, type PodContainer} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import {spellEnd} from '../model/exit-codes.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import type {Job} from '../model/kube/workloads.ts';
import {conditionProof, endProof, fieldProof, lineProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {DAY, instant, isRecent} from '../model/time.ts';
import {brief, endedLog, inNamespace, lastLines, lastWords, named} from './_story.ts';

const LEADS_AT_MOST = 20;

const stamp = ({metadata, status}: Job): number => instant(status.startTime ?? metadata.creationTimestamp) ?? 0;
const failedCondition = (job: Job) =>
  job.status.conditions.find(({type, status}) => (type === 'Failed' || type === 'FailureTarget') && status === 'True');
const isComplete = ({status}: Job): boolean =>
  status.completionTime !== undefined || conditionOf(status.conditions, 'Complete')?.status === 'True';

/** Failed for good, or with failed pods and none that came through yet. */
const isFailing = (job: Job): boolean =>
  !isComplete(job) &&
  job.metadata.deletionTimestamp === undefined &&
  (failedCondition(job) !== undefined ||
    (job.spec.suspend !== true && (job.status.failed ?? 0) > 0 && (job.status.succeeded ?? 0) === 0));

/** Between two tries, up to six minutes apart, it has no active pod. */
const triesAgain = (job: Job): boolean =>
  failedCondition(job) === undefined && (job.status.failed ?? 0) <= (job.spec.backoffLimit ?? 6);

interface Failing {
  readonly job: Job;
  /** A later run of the same CronJob came through. */
  readonly isOld: boolean;
}

/** Of a CronJob only the newest failed run counts, and not even that when a later one succeeded. */
function failing(cluster: Cluster): readonly Failing[] {
  const groups = Map.groupBy(cluster.all('Job'), (job) => {
    const top = cluster.owners.topOf(refOf('Job', job));
    return `${top.kind}/${top.namespace ?? ''}/${top.name}`;
  });
  return [...groups.values()].flatMap((jobs) => {
    const [newest] = jobs.filter(isFailing).sort((a, b) => stamp(b) - stamp(a));
    return newest === undefined
      ? []
      : [{job: newest, isOld: jobs.some((one) => isComplete(one) && stamp(one) > stamp(newest))}];
  });
}

/** Oldest first. */
const failedPods = (cluster: Cluster, job: Job): readonly Pod[] =>
  cluster
    .podsOf(refOf('Job', job))
    .filter(({status}) => status.phase === 'Failed' || containersIn(status.containerStatuses))
    .sort((a, b) => (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''));
const containersIn = (statuses: Pod['status']['containerStatuses']): boolean =>
  statuses.some(({state, lastState}) => ((state.terminated ?? lastState.terminated)?.exitCode ?? 0) !== 0);

/** Sidecars are stopped after the others have ended, often with an error of their own that nobody asked about. */
function ended(pod: Pod): PodContainer | undefined {
  const all = containersOf(pod).filter(
    ({status: {state, lastState}}) => ((state.terminated ?? lastState.terminated)?.exitCode ?? 0) !== 0,
  );
  return all.find(({role}) => role !== 'sidecar') ?? all[0];
}

const REASONS: Readonly<Record<string, (job: Job) => string>> = {
  BackoffLimitExceeded: ({spec}) =>
    `its pods failed more often than its backoffLimit of ${String(spec.backoffLimit ?? 6)} allows (BackoffLimitExceeded)`,
  DeadlineExceeded: ({spec}) =>
    `it ran longer than its activeDeadlineSeconds${spec.activeDeadlineSeconds === undefined ? '' : ` of ${String(spec.activeDeadlineSeconds)}s`} (DeadlineExceeded)`,
  PodFailurePolicy: () => 'its pod failure policy ended it (PodFailurePolicy)',
  MaxFailedIndexesExceeded: () => 'too many of its indexes failed (MaxFailedIndexesExceeded)',
  FailedIndexes: () => 'some of its indexes failed (FailedIndexes)',
};

function why(job: Job): string {
  const {reason, message} = failedCondition(job) ?? {};
  const known = reason !== undefined && Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  if (known !== undefined) return known(job);
  const count = job.status.failed ?? 0;
  return (
    reason ??
    message ??
    `${String(count)} pod${count === 1 ? '' : 's'} failed and none succeeded${triesAgain(job) ? ', it tries again' : ''}`
  );
}

function sighting(cluster: Cluster, {job, isOld}: Failing): Sighting {
  const jobRef = refOf('Job', job);
  const subject = cluster.owners.topOf(jobRef);
  const pods = failedPods(cluster, job);
  const newest = pods.at(-1);
  const one = newest === undefined ? undefined : ended(newest);
  const end = one === undefined ? undefined : (one.status.state.terminated ?? one.status.lastState.terminated);
  const log = one === undefined ? undefined : endedLog(cluster, one);
  const words = lastWords(lastLines(log));
  const condition = failedCondition(job);
  const status: Evidence =
    condition === undefined
      ? fieldProof(
          jobRef,
          'status',
          `failed ${String(job.status.failed ?? 0)}, succeeded ${String(job.status.succeeded ?? 0)}`,
          job.status.startTime,
        )
      : conditionProof(jobRef, condition);
  const since = condition?.lastTransitionTime ?? end?.finishedAt ?? job.status.startTime;
  const isFresh = since === undefined || isRecent(since, cluster.now, DAY);
  return {
    subject,
    summary: `${named(subject)} failed${subject.kind === 'Job' ? '' : ` (${named(jobRef)})`}: ${why(job)}${one === undefined || end === undefined ? '' : `; container ${one.status.name} ended with ${spellEnd(end)}`}${words === undefined ? '' : `, last line: ${brief(words.text, 140)}`}`,
    severity: isOld ? 'low' : isFresh ? (triesAgain(job) ? 'medium' : 'high') : 'medium',
    active: !isOld,
    since,
    objects: [jobRef, ...pods.slice(-20).map((pod) => refOf('Pod', pod))],
    evidence:
      log !== undefined && words !== undefined
        ? proof(lineProof(log, words), status, one === undefined || end === undefined ? undefined : endProof(one, end))
        : proof(status, one === undefined || end === undefined ? undefined : endProof(one, end)),
    confirm: [
      `${inNamespace(jobRef)} describe job ${jobRef.name}`,
      `${inNamespace(jobRef)} logs job/${jobRef.name} --all-containers`,
    ],
  };
}

export default {
  title: 'A Job has failed',
  category: 'workload',
  severity: 'high',
  why: 'The pods of the Job ended with an error more often than allowed, or took too long. Nobody tries again by itself, other than a CronJob at its next time.',
  confirm: ['kubectl describe job <job>: Conditions', 'kubectl logs job/<job>'],
  fix: [
    'mend what the last lines of its log say',
    'delete the Job and create it again',
    'raise backoffLimit or activeDeadlineSeconds when they are too small for the work',
  ],
  needs: ['Job'],
  tags: ['job-failed'],
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy',
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
  ],
  *leads(cluster) {
    for (const {job} of failing(cluster)
      .filter(({isOld}) => !isOld)
      .slice(0, LEADS_AT_MOST)) {
      const pod = failedPods(cluster, job).at(-1);
      const one = pod === undefined ? undefined : ended(pod);
      if (pod === undefined || one?.podRef.namespace === undefined) continue;
      yield {
        want: 'pod-log',
        container: {namespace: one.podRef.namespace, pod: one.podRef.name, container: one.status.name},
        tail: 50,
      };
    }
  },
  *check(cluster) {
    for (const one of failing(cluster)) yield sighting(cluster, one);
  },
} satisfies Rule;
