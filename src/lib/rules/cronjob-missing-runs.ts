import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import type {CronJob} from '../model/kube/workloads.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {HOUR, instant, MINUTE} from '../model/time.ts';
import {type Cron, cron, lastDue} from '../parse/cron.ts';
import {changedAt} from './_services.ts';
import {brief, inNamespace, named} from './_story.ts';

/** Time zones are not computed here: between UTC+14, where a day begins first, and UTC-12 lie all of them. */
const AHEAD = 14 * HOUR;
const BEHIND = 12 * HOUR;
const SLACK = 10 * MINUTE;

interface Window {
  /** A run from here on counts. */
  readonly from: number;
  /** By then it should have run. */
  readonly to: number;
  readonly isExact: boolean;
}

const timesOf = ({spec}: CronJob): Cron | undefined => {
  const parsed = cron(spec.schedule ?? '');
  return parsed.is === 'schedule' ? parsed.cron : undefined;
};

const hasZone = ({spec}: CronJob): boolean => spec.timeZone !== undefined || /^(?:CRON_)?TZ=/.test(spec.schedule ?? '');

/** Zones shift what runs in each hour of each day by less than an hour. */
const isHourly = ({hours, days, months, weekdays}: Cron): boolean =>
  hours.size === 24 && days.size === 31 && months.size === 12 && weekdays.size === 7;

/** Without a zone the controller manager's own clock counts, which need not be UTC: a run at another minute than its schedule says so. */
function isOffUtc(one: CronJob): boolean {
  const times = timesOf(one);
  const last = instant(one.status.lastScheduleTime);
  if (hasZone(one) || times === undefined || last === undefined || last < (instant(changedAt(one)) ?? Infinity))
    return false;
  return lastDue(times, new Date(last))?.getTime() !== Math.floor(last / MINUTE) * MINUTE;
}

/** The last time it was surely due; undefined when it has no fixed times. */
function dueBefore(one: CronJob, now: Date, isUtc: boolean): Window | undefined {
  const times = timesOf(one);
  if (times === undefined) return undefined;
  const isExact = isUtc && !hasZone(one);
  const [ahead, behind] = isExact ? [0, 0] : isHourly(times) ? [HOUR, HOUR] : [AHEAD, BEHIND];
  const due = lastDue(times, new Date(now.getTime() - SLACK - behind))?.getTime();
  return due === undefined ? undefined : {from: due - ahead, to: due + behind, isExact};
}

function judged(cluster: Cluster, one: CronJob, isUtc: boolean): Sighting | undefined {
  const {spec, status} = one;
  const from = instant(changedAt(one));
  if (spec.suspend === true || from === undefined || one.metadata.deletionTimestamp !== undefined) return undefined;
  const due = dueBefore(one, cluster.now, isUtc);
  const last = instant(status.lastScheduleTime);
  if (due === undefined || due.from <= from || (last !== undefined && last >= due.from)) return undefined;
  const subject = refOf('CronJob', one);
  const event = cluster.events
    .of(subject, 'TooManyMissedTimes', 'MissSchedule', 'FailedCreate', 'JobAlreadyActive', 'FailedNeedsStart')
    .findLast((event) => (instant(event.last) ?? 0) >= due.from);
  const by = new Date(due.to).toISOString().replace('.000Z', 'Z');
  const isHeld = status.active.length > 0 && spec.concurrencyPolicy === 'Forbid';
  const why = isHeld
    ? `Job ${status.active[0]?.name ?? ''} still runs and concurrencyPolicy is Forbid`
    : brief(event?.message ?? 'no event says why: does the controller manager work?', 240);
  return {
    subject,
    summary: `${named(subject)} ${last === undefined ? 'has never run' : `has not run since ${status.lastScheduleTime ?? ''}`}, though its schedule "${spec.schedule ?? ''}" was due ${due.isExact ? 'at' : 'by'} ${by}: ${why}`,
    severity: isHeld ? 'low' : 'medium',
    since: by,
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
    const isUtc = !cluster.all('CronJob').some(isOffUtc);
    for (const one of cluster.all('CronJob')) {
      const found = judged(cluster, one, isUtc);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
