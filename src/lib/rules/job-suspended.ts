import {refOf} from '../model/cluster/objects.ts';
import type {Job} from '../model/kube/workloads.ts';
import {conditionOf} from '../model/containers.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {inNamespace, named} from './_story.ts';

const isOver = ({metadata, status}: Job): boolean =>
  metadata.deletionTimestamp !== undefined ||
  status.completionTime !== undefined ||
  status.conditions.some(({type, status: is}) => (type === 'Complete' || type === 'Failed') && is === 'True');

export default {
  title: 'A Job is suspended',
  category: 'workload',
  severity: 'info',
  why: 'A suspended Job has no pods until somebody, or a queue, resumes it.',
  confirm: ["kubectl get job <job> -o jsonpath='{.spec.suspend}'"],
  fix: ['kubectl patch job <job> -p \'{"spec":{"suspend":false}}\''],
  needs: ['Job'],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job'],
  *check(cluster) {
    for (const job of cluster.all('Job')) {
      if (job.spec.suspend !== true || isOver(job)) continue;
      const subject = refOf('Job', job);
      const since =
        conditionOf(job.status.conditions, 'Suspended')?.lastTransitionTime ?? job.metadata.creationTimestamp;
      yield {
        subject,
        summary: `${named(subject)} is suspended: it creates no pods until it is resumed`,
        since,
        evidence: proof(fieldProof(subject, 'spec.suspend', 'true', since)),
        fix: [`${inNamespace(subject)} patch job ${subject.name} -p '{"spec":{"suspend":false}}'`],
      };
    }
  },
} satisfies Rule;
