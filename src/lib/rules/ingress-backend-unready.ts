import {fieldProof, proof} from '../model/proof.ts';
import {refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {backendsOf} from './_routes.ts';
import {emptyServices} from './_services.ts';
import {named} from './_story.ts';

export default {
  title: 'An Ingress sends to a Service without ready endpoints',
  category: 'network',
  severity: 'high',
  why: 'Users of these addresses get 502 or 503 until the Service has a ready pod.',
  confirm: ['kubectl get endpointslices -l kubernetes.io/service-name=<service>'],
  fix: ['mend the Service or its pods'],
  needs: ['Ingress', 'Service'],
  tags: ['ingress-errors'],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/'],
  *check(cluster) {
    const seen = new Set<string>();
    for (const {subject, service, route} of backendsOf(cluster)) {
      const key = `${refKey(subject)} ${refKey(service)}`;
      if (!emptyServices(cluster).has(refKey(service)) || seen.has(key)) continue;
      seen.add(key);
      yield {
        subject,
        summary: `${named(subject)} sends ${route} to ${named(service)}, which has no ready endpoints`,
        toward: [service],
        evidence: proof(
          fieldProof(service, 'status.endpoints', 'no ready endpoints'),
          fieldProof(subject, 'spec.rules', `${route} -> service ${service.name}`),
        ),
      };
    }
  },
} satisfies Rule;
