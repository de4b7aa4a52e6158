import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {inNamespace, named} from './_story.ts';

/** The controller looks every ten seconds: a shorter deadline may pass unseen. */
const LOOKS_EVERY = 10;

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
      const {startingDeadlineSeconds: seconds} = one.spec;
      if (seconds === undefined || seconds >= LOOKS_EVERY) continue;
      const subject = refOf('CronJob', one);
      yield {
        subject,
        summary: `${named(subject)} has ${seconds < 0 ? 'a negative starting deadline' : 'a starting deadline too short to be met'} (startingDeadlineSeconds: ${String(seconds)})`,
        since: one.metadata.creationTimestamp,
        evidence: proof(fieldProof(subject, 'spec.startingDeadlineSeconds', String(seconds))),
        fix: [`${inNamespace(subject)} edit cronjob ${subject.name}: remove startingDeadlineSeconds`],
      };
    }
  },
} satisfies Rule;
