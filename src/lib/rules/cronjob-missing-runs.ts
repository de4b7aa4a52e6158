import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import type {CronJob} from '../model/kube/workloads.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {HOUR, instant, MINUTE} from '../model/time.ts';
import {cron, lastDue} from '../parse/cron.ts';
import {changedAt} from './_services.ts';
import {inNamespace, named} from './_story.ts';

/** Time zones are not computed here: no zone is farther from UTC than this. */
const ZONE_SLACK = 26 * HOUR;
const SLACK = 10 * MINUTE;

/** The last time it was surely due; undefined when it has no fixed times. */
function dueBefore({spec}: CronJob, now: Date): Date | undefined {
  const parsed = cron(spec.schedule ?? '');
  const hasZone = spec.timeZone !== undefined || /^(?:CRON_)?TZ=/.test(spec.schedule ?? '');
  return parsed.is === 'schedule' && parsed.cron !== undefined
    ? lastDue(parsed.cron, new Date(now.getTime() - (hasZone ? ZONE_SLACK : SLACK)))
    : undefined;
}

function judged(cluster: Cluster, one: CronJob): Sighting | undefined {
  const {spec, status} = one;
  const from = instant(changedAt(one));
  if (spec.suspend === true || from === undefined || one.metadata.deletionTimestamp !== undefined) return undefined;
  const due = dueBefore(one, cluster.now);
  const last = instant(status.lastScheduleTime);
  if (due === undefined || due.getTime() <= from || (last !== undefined && last >= due.getTime())) return undefined;
  const subject = refOf('CronJob', one);
  const event = cluster.events
    .of(subject, 'TooManyMissedTimes', 'MissSchedule', 'FailedCreate', 'JobAlreadyActive', 'FailedNeedsStart')
    .at(-1);
  const isHeld = status.active.length > 0 && spec.concurrencyPolicy === 'Forbid';
  const why = isHeld
    ? `Job ${status.active[0]?.name ?? ''} still runs and concurrencyPolicy is Forbid`
    : (event?.message ?? 'no event says why: does the controller manager work?');
  return {
    subject,
    summary: `${named(subject)} ${last === undefined ? 'has never run' : `has not run since ${status.lastScheduleTime ?? ''}`}, though its schedule "${spec.schedule ?? ''}" was due at ${due.toISOString()}: ${why}`,
    severity: isHeld ? 'low' : 'medium',
    since: due.toISOString(),
    objects: status.active.map(({name}) => ref('Job', subject.namespace, name)),
    evidence: proof(
      fieldProof(subject, 'status.lastScheduleTime', status.lastScheduleTime ?? 'never', status.lastScheduleTime),
      event === undefined ? undefined : eventProof(event),
    ),
    confirm: [`${inNamespace(subject)} describe cronjob ${subject.name}`],
    fix: isHeld ? [] : [`${inNamespace(subject)} create job --from=cronjob/${subject.name} ${subject.name}-by-hand`],
  };
}

export default {
  title: 'A CronJob misses its runs',
  category: 'workload',
  severity: 'medium',
  why: 'A run that was due has not been started. Work that is expected every hour or night is not done, and no failed Job shows it.',
  confirm: ['kubectl get cronjob <name>: LAST SCHEDULE', 'kubectl describe cronjob <name>'],
  fix: [
    'see the events of the CronJob',
    'after more than 100 missed runs: set startingDeadlineSeconds',
    'when a run never ends: give the Job an activeDeadlineSeconds',
  ],
  needs: ['CronJob'],
  tags: ['job-failed'],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'],
  *check(cluster) {
    for (const one of cluster.all('CronJob')) {
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
