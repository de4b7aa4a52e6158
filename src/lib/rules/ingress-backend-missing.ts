import {fieldProof, proof} from '../model/proof.ts';
import {refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {didYouMean} from '../parse/similar.ts';
import {backendsOf} from './_routes.ts';
import {changedAt} from './_services.ts';
import {named} from './_story.ts';

export default {
  title: 'An Ingress sends to a Service that does not exist',
  category: 'network',
  severity: 'high',
  why: 'The ingress controller has nowhere to send these requests and answers 503 or 404.',
  confirm: ['kubectl describe ingress <ingress>', 'kubectl get services'],
  fix: [
    'mend the name of the Service in the Ingress, or create the Service; it has to be in the namespace of the Ingress',
  ],
  needs: ['Ingress', 'Service'],
  explains: [{rule: '#ingress-errors', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/'],
  *check(cluster) {
    const groups = Map.groupBy(
      backendsOf(cluster).filter(({service}) => cluster.objects.isAbsent('Service', service.namespace, service.name)),
      ({subject, service}) => `${refKey(subject)} ${service.name}`,
    );
    for (const group of groups.values()) {
      const [first] = group;
      if (first === undefined) continue;
      const {subject, service, ingress} = first;
      const names = cluster.network.servicesIn(service.namespace).map(({metadata}) => metadata.name);
      yield {
        subject,
        summary: `${named(subject)} sends ${group
          .map(({route}) => route)
          .slice(0, 3)
          .join(', ')} to Service "${service.name}", which does not exist${didYouMean(service.name, names)}`,
        since: changedAt(ingress),
        toward: [service],
        evidence: proof(
          fieldProof(subject, 'spec.rules', `${first.route} -> service ${service.name}`, changedAt(ingress)),
        ),
        fix: [`kubectl -n ${subject.namespace ?? 'default'} edit ingress ${subject.name}`],
      };
    }
  },
} satisfies Rule;
