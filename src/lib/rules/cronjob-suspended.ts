import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {changedAt} from './_services.ts';
import {inNamespace, named} from './_story.ts';

export default {
  title: 'A CronJob is suspended',
  category: 'workload',
  severity: 'info',
  why: 'A suspended CronJob starts no Jobs. That is usually on purpose, and sometimes forgotten.',
  confirm: ["kubectl get cronjob <name> -o jsonpath='{.spec.suspend}'"],
  fix: ['kubectl patch cronjob <name> -p \'{"spec":{"suspend":false}}\''],
  needs: ['CronJob'],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension'],
  *check(cluster) {
    for (const one of cluster.all('CronJob')) {
      if (one.spec.suspend !== true || one.metadata.deletionTimestamp !== undefined) continue;
      const subject = refOf('CronJob', one);
      const since = changedAt(one);
      yield {
        subject,
        summary: `${named(subject)} is suspended: it starts no Jobs${one.status.lastScheduleTime === undefined ? '' : `, the last was at ${one.status.lastScheduleTime}`}`,
        since,
        evidence: proof(fieldProof(subject, 'spec.suspend', 'true', since)),
        fix: [`${inNamespace(subject)} patch cronjob ${subject.name} -p '{"spec":{"suspend":false}}'`],
      };
    }
  },
} satisfies Rule;
