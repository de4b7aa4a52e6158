import {objectProof} from '../model/proof.ts';
import type {Cluster} from '../model/cluster.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {quotaRefusal, type QuotaRefusal} from '../parse/quota.ts';
import {leavesNoPods, refused} from './_not-created.ts';
import {inNamespace, named} from './_story.ts';

const spell = ({quotas}: QuotaRefusal): string =>
  quotas
    .map(
      ({name, items}) =>
        `ResourceQuota ${name} is exceeded (${items.map(({resource, requested, used, limited}) => `${resource}: requested ${requested}, used ${used} of ${limited}`).join('; ')})`,
    )
    .join(' and ');

function* quotaEvidence(cluster: Cluster, namespace: string | undefined, {quotas}: QuotaRefusal) {
  for (const {name, items} of quotas) {
    const quota = cluster.get('ResourceQuota', namespace, name);
    if (quota !== undefined)
      yield objectProof(
        'ResourceQuota',
        quota,
        'status',
        items
          .map(
            ({resource}) =>
              `${resource}: used ${quota.status.used[resource] ?? '?'}, hard ${quota.status.hard[resource] ?? quota.spec.hard[resource] ?? '?'}`,
          )
          .join('; '),
      );
  }
}

export default {
  title: 'A ResourceQuota keeps pods from being created',
  category: 'config',
  severity: 'high',
  why: 'A ResourceQuota limits what all objects of a namespace may use or request together. What would go over it is refused when it is created, so a workload has fewer pods than it wants, or none.',
  confirm: [
    'kubectl -n <namespace> describe resourcequota',
    'kubectl describe replicaset <name>: FailedCreate, exceeded quota',
  ],
  fix: [
    'raise the quota',
    'lower requests, limits or replicas, or remove what is not needed any more',
    'with a rolling update: leave room for maxSurge, or set it to 0',
  ],
  needs: ['Event'],
  explains: leavesNoPods,
  sources: [
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
    'staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go',
  ],
  *check(cluster) {
    yield* refused(cluster, quotaRefusal, (found, {about, subject, proof}) => ({
      summary: `${named(subject)} cannot create ${about.kind === 'CronJob' ? 'Jobs' : 'pods'}: ${spell(found)}`,
      toward: found.quotas.map(({name}) => ref('ResourceQuota', subject.namespace, name)),
      evidence: [proof, ...quotaEvidence(cluster, subject.namespace, found)],
      confirm: [`${inNamespace(subject)} describe resourcequota ${found.quotas[0]?.name ?? ''}`],
      fix: [
        `${inNamespace(subject)} edit resourcequota ${found.quotas[0]?.name ?? ''}, or lower what ${named(subject)} asks for`,
      ],
    }));
  },
} satisfies Rule;
