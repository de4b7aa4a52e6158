import {refOf} from '../model/cluster/objects.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {cron} from '../parse/cron.ts';
import {inNamespace, named} from './_story.ts';

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
      const {schedule} = one.spec;
      if (schedule === undefined) continue;
      const parsed = cron(schedule);
      const subject = refOf('CronJob', one);
      const event = cluster.events.of(subject, 'UnparseableSchedule', 'UnknownTimeZone', 'InvalidSchedule').at(-1);
      const isZone = event?.reason === 'UnknownTimeZone';
      if (parsed.is === 'schedule' && !isZone) continue;
      yield {
        subject,
        summary: isZone
          ? `${named(subject)} never runs: its timeZone "${one.spec.timeZone ?? ''}" is unknown`
          : `${named(subject)} never runs: its schedule "${schedule}" is invalid${parsed.is === 'wrong' ? ` (${parsed.because})` : ''}`,
        since: one.metadata.creationTimestamp,
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
