import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {KubeEvent} from '../model/event.ts';
import type {CronJob} from '../model/kube/workloads.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {type Cron, cron} from '../parse/cron.ts';
import {changedAt} from './_services.ts';
import {inNamespace, named} from './_story.ts';

/** What the controller said about the schedule or zone that is written there now, not about one since corrected. */
const complaint = (cluster: Cluster, subject: Ref, {spec}: CronJob): KubeEvent | undefined =>
  cluster.events
    .of(subject, 'UnparseableSchedule', 'UnknownTimeZone', 'InvalidSchedule')
    .findLast(({reason, message}) => {
      const value = (reason === 'UnknownTimeZone' ? spec.timeZone : spec.schedule) ?? '';
      return message.includes(`"${value}"`) || message.includes(`: ${value} :`);
    });

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** False for 31 February and its like, which are well written. */
const comes = ({days, months, isEitherDay}: Cron): boolean =>
  isEitherDay || [...months].some((month) => [...days].some((day) => day <= (LONGEST[month - 1] ?? 0)));

/** Why no run can come of the schedule; undefined when the schedule is well. */
function wrongIn(schedule: string, event: KubeEvent | undefined): string | undefined {
  const parsed = cron(schedule);
  if (parsed.is === 'wrong') return parsed.because;
  if (parsed.cron !== undefined && !comes(parsed.cron)) return 'none of its months has such a day';
  return event === undefined ? undefined : event.message.split(' : ').at(-1);
}

export default {
  title: 'The schedule of a CronJob is invalid',
  category: 'config',
  severity: 'high',
  why: 'The CronJob controller cannot read the schedule or does not know the time zone, so it never creates a Job.',
  confirm: [
    "kubectl get cronjob <name> -o jsonpath='{.spec.schedule}'",
    'kubectl describe cronjob <name>: UnparseableSchedule, UnknownTimeZone',
  ],
  fix: [
    'correct spec.schedule: minute, hour, day of month, month, day of week',
    'set the zone in spec.timeZone, not in the schedule',
  ],
  needs: ['CronJob'],
  explains: [{rule: 'cronjob-missing-runs', via: 'is'}],
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax',
    'pkg/controller/cronjob/cronjob_controllerv2.go',
  ],
  *check(cluster) {
    for (const one of cluster.all('CronJob')) {
      const {schedule, suspend} = one.spec;
      if (schedule === undefined || suspend === true || one.metadata.deletionTimestamp !== undefined) continue;
      const subject = refOf('CronJob', one);
      const event = complaint(cluster, subject, one);
      const isZone = event?.reason === 'UnknownTimeZone';
      const wrong = wrongIn(schedule, event);
      if (wrong === undefined) continue;
      yield {
        subject,
        summary: isZone
          ? `${named(subject)} never runs: its timeZone "${one.spec.timeZone ?? ''}" is unknown`
          : `${named(subject)} never runs: its schedule "${schedule}" is invalid (${wrong})`,
        since: changedAt(one),
        evidence: proof(
          isZone
            ? fieldProof(subject, 'spec.timeZone', one.spec.timeZone ?? '')
            : fieldProof(subject, 'spec.schedule', schedule),
          event === undefined ? undefined : eventProof(event),
        ),
        fix: [
          `${inNamespace(subject)} edit cronjob ${subject.name}: correct ${isZone ? 'spec.timeZone' : 'spec.schedule'}`,
        ],
      };
    }
  },
} satisfies Rule;
