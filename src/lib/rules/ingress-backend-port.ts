import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {backendsOf, hasPort} from './_routes.ts';
import {changedAt} from './_services.ts';
import {named} from './_story.ts';

export default {
  title: 'An Ingress sends to a port that the Service does not have',
  category: 'network',
  severity: 'high',
  why: 'The ingress controller finds no such port of the Service and answers 503.',
  confirm: ['kubectl describe ingress <ingress>', 'kubectl get service <service>'],
  fix: ['name a port of the Service (not of the pod) in the Ingress'],
  needs: ['Ingress', 'Service'],
  explains: [{rule: '#ingress-errors', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/'],
  *check(cluster) {
    const seen = new Set<string>();
    for (const {ingress, subject, route, service, port} of backendsOf(cluster)) {
      const object = cluster.get('Service', service.namespace, service.name);
      const wanted = port.name ?? String(port.number ?? '');
      const key = `${subject.namespace ?? ''}/${subject.name} ${service.name} ${wanted}`;
      if (object === undefined || object.spec.ports.length === 0 || hasPort(object, port) || seen.has(key)) continue;
      seen.add(key);
      const ports = object.spec.ports
        .map(({name, port: number}) => `${name === undefined ? '' : `${name} `}${String(number ?? '')}`)
        .join(', ');
      yield {
        subject,
        summary: `${named(subject)} sends ${route} to port ${wanted} of Service ${service.name}, which has only ${ports}`,
        since: changedAt(ingress),
        toward: [service],
        evidence: proof(
          fieldProof(subject, 'spec.rules', `${route} -> service ${service.name} port ${wanted}`, changedAt(ingress)),
          fieldProof(refOf('Service', object), 'spec.ports', `ports ${ports}`),
        ),
        fix: [
          `kubectl -n ${subject.namespace ?? 'default'} edit ingress ${subject.name}: use one of the ports ${ports}`,
        ],
      };
    }
  },
} satisfies Rule;
