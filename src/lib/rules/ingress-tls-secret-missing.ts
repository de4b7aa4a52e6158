import {refOf} from '../model/cluster/objects.ts';
import {objectProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {didYouMean} from '../parse/similar.ts';
import {changedAt} from './_services.ts';
import {named} from './_story.ts';

export default {
  title: 'An Ingress names a TLS Secret that does not exist',
  category: 'network',
  severity: 'medium',
  why: 'The controller serves a certificate of its own instead, and browsers warn or refuse.',
  confirm: ['kubectl describe ingress <ingress>', 'kubectl get secrets'],
  fix: ['create the Secret of type kubernetes.io/tls', 'look at the Certificate when cert-manager should make it'],
  needs: ['Ingress', 'Secret'],
  explains: [{rule: '#ingress-errors', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  *check(cluster) {
    for (const ingress of cluster.all('Ingress')) {
      const subject = refOf('Ingress', ingress);
      const {namespace} = ingress.metadata;
      for (const {secretName, hosts} of ingress.spec.tls) {
        if (secretName === undefined || secretName === '' || !cluster.objects.isAbsent('Secret', namespace, secretName))
          continue;
        const names = cluster
          .all('Secret')
          .filter(({metadata}) => metadata.namespace === namespace)
          .map(({metadata}) => metadata.name);
        yield {
          subject,
          summary: `${named(subject)} names the TLS Secret "${secretName}"${hosts.length > 0 ? ` for ${hosts.join(', ')}` : ''}, which does not exist${didYouMean(secretName, names)}`,
          since: changedAt(ingress),
          toward: [ref('Secret', namespace, secretName)],
          evidence: proof(objectProof('Ingress', ingress, 'spec.tls', `secretName: ${secretName}`)),
        };
      }
    }
  },
} satisfies Rule;
