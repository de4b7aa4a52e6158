import {refOf} from '../model/cluster/objects.ts';
import {objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {isEmptySelector, matchesSelector, spellSelector} from '../model/selector.ts';
import {changedAt, servingIn} from './_services.ts';
import {named} from './_story.ts';

export default {
  title: 'A NetworkPolicy selects no pod',
  category: 'security',
  severity: 'low',
  why: 'A policy that selects nothing protects nothing; mostly a label was mistyped or renamed.',
  confirm: ['kubectl get pods -n <namespace> -l <selector>'],
  fix: ['mend spec.podSelector', 'delete the policy when its workload is gone'],
  needs: ['NetworkPolicy', 'Pod'],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check(cluster) {
    for (const policy of cluster.all('NetworkPolicy')) {
      const {podSelector} = policy.spec;
      const {namespace} = policy.metadata;
      if (isEmptySelector(podSelector)) continue;
      const isUsed =
        cluster.network.podsIn(namespace).some(({metadata}) => matchesSelector(podSelector, metadata.labels)) ||
        servingIn(cluster, namespace).some(({labels}) => matchesSelector(podSelector, labels));
      if (isUsed) continue;
      const subject = refOf('NetworkPolicy', policy);
      yield {
        subject,
        summary: `${named(subject)} selects no pod: ${spellSelector(podSelector)}`,
        since: changedAt(policy),
        evidence: proof(objectProof('NetworkPolicy', policy, 'spec.podSelector', spellSelector(podSelector))),
      };
    }
  },
} satisfies Rule;
