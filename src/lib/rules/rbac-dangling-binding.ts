import {refOf} from '../model/cluster/objects.ts';
import {objectProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {didYouMean} from '../parse/similar.ts';
import {named} from './_story.ts';

export default {
  title: 'A RoleBinding names a ServiceAccount that does not exist',
  category: 'security',
  severity: 'low',
  why: 'The right it was meant to give reaches nobody; mostly a name or namespace was mistyped.',
  confirm: ['kubectl describe rolebinding <binding>', 'kubectl get serviceaccounts'],
  fix: ['mend the subject of the binding', 'delete it when the account is gone'],
  needs: ['RoleBinding', 'ServiceAccount'],
  explains: [{rule: 'application-forbidden', via: 'depends on'}],
  sources: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  *check(cluster) {
    for (const binding of cluster.all('RoleBinding')) {
      // Kubernetes and cloud installers bind accounts that only some clusters have.
      if (binding.metadata.namespace?.startsWith('kube-') === true) continue;
      const missing = binding.subjects.find(
        ({kind, namespace, name}) =>
          kind === 'ServiceAccount' &&
          cluster.objects.isAbsent('ServiceAccount', namespace ?? binding.metadata.namespace, name),
      );
      if (missing === undefined) continue;
      const subject = refOf('RoleBinding', binding);
      const namespace = missing.namespace ?? binding.metadata.namespace;
      const accounts = cluster.all('ServiceAccount').filter(({metadata}) => metadata.namespace === namespace);
      yield {
        subject,
        summary: `${named(subject)} binds ServiceAccount ${namespace ?? ''}/${missing.name}, which does not exist${didYouMean(
          missing.name,
          accounts.map(({metadata}) => metadata.name),
        )}`,
        objects: accounts.map((account) => refOf('ServiceAccount', account)),
        toward: [ref('ServiceAccount', namespace, missing.name)],
        evidence: proof(
          objectProof('RoleBinding', binding, 'subjects', `ServiceAccount ${namespace ?? ''}/${missing.name}`),
        ),
      };
    }
  },
} satisfies Rule;
