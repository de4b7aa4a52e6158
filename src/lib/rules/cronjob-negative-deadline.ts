import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {changedAt} from './_services.ts';
import {inNamespace, named} from './_story.ts';

/** The controller looks every ten seconds: a shorter deadline may pass unseen. */
const LOOKS_EVERY = 10;

/** At zero or less the controller never finds a run that is due and not yet too late. */
function trouble(seconds: number): string {
  if (seconds < 0) return 'a negative starting deadline: no run can meet it';
  if (seconds === 0) return 'a starting deadline of 0 seconds: no run can meet it';
  return `a starting deadline of ${String(seconds)} second${seconds === 1 ? '' : 's'}: a run that is not started at once is left out`;
}

export default {
  title: 'The starting deadline of a CronJob cannot be met',
  category: 'config',
  severity: 'medium',
  why: 'startingDeadlineSeconds says how late a run may begin. A negative one is invalid, and one under ten seconds can be over before the controller looks.',
  confirm: ["kubectl get cronjob <name> -o jsonpath='{.spec.startingDeadlineSeconds}'"],
  fix: ['remove startingDeadlineSeconds, or set it well above 10'],
  needs: ['CronJob'],
  explains: [{rule: 'cronjob-missing-runs', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline'],
  *check(cluster) {
    for (const one of cluster.all('CronJob')) {
      const {startingDeadlineSeconds: seconds, suspend} = one.spec;
      if (seconds === undefined || seconds >= LOOKS_EVERY) continue;
      if (suspend === true || one.metadata.deletionTimestamp !== undefined) continue;
      const subject = refOf('CronJob', one);
      yield {
        subject,
        summary: `${named(subject)} has ${trouble(seconds)} (startingDeadlineSeconds: ${String(seconds)})`,
        severity: seconds <= 0 ? 'medium' : 'low',
        since: changedAt(one),
        evidence: proof(fieldProof(subject, 'spec.startingDeadlineSeconds', String(seconds))),
        fix: [`${inNamespace(subject)} edit cronjob ${subject.name}: remove startingDeadlineSeconds`],
      };
    }
  },
} satisfies Rule;
