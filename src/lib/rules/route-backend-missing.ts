import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import type {KubeObject} from '../model/kinds.ts';
import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {didYouMean} from '../parse/similar.ts';
import {changedAt} from './_services.ts';
import {brief, named} from './_story.ts';

type Route = KubeObject<'HTTPRoute'>;

function* missingBackends(cluster: Cluster, route: Route): Generator<Sighting> {
  const subject = refOf('HTTPRoute', route);
  const seen = new Set<string>();
  for (const {kind = 'Service', namespace = route.metadata.namespace, name, port} of route.spec.rules.flatMap(
    ({backendRefs}) => backendRefs,
  )) {
    if (kind !== 'Service' || seen.has(name)) continue;
    seen.add(name);
    const service = cluster.get('Service', namespace, name);
    const ports = service?.spec.ports.map((one) => String(one.port ?? '')) ?? [];
    const isAbsent = cluster.objects.isAbsent('Service', namespace, name);
    const isWrongPort =
      service !== undefined && port !== undefined && ports.length > 0 && !ports.includes(String(port));
    if (!isAbsent && !isWrongPort) continue;
    const names = cluster.network.servicesIn(namespace).map(({metadata}) => metadata.name);
    yield {
      subject,
      summary: isAbsent
        ? `${named(subject)} sends to Service "${name}", which does not exist${didYouMean(name, names)}`
        : `${named(subject)} sends to port ${String(port)} of Service ${name}, which has only ${ports.join(', ')}`,
      since: changedAt(route),
      toward: [ref('Service', namespace, name)],
      evidence: proof(
        fieldProof(
          subject,
          'spec.rules[].backendRefs',
          `backendRef ${name}${port === undefined ? '' : `:${String(port)}`}`,
          changedAt(route),
        ),
      ),
    };
  }
}

/** Parents that are not there, or that did not take the route. */
function* parentTroubles(cluster: Cluster, route: Route): Generator<Sighting> {
  const subject = refOf('HTTPRoute', route);
  for (const {kind = 'Gateway', namespace = route.metadata.namespace, name} of route.spec.parentRefs) {
    if (kind !== 'Gateway' || !cluster.objects.isAbsent('Gateway', namespace, name)) continue;
    const names = cluster.all('Gateway').map(({metadata}) => metadata.name);
    yield {
      subject,
      summary: `${named(subject)} belongs to Gateway "${name}", which does not exist${didYouMean(name, names)}`,
      since: changedAt(route),
      toward: [ref('Gateway', namespace, name)],
      evidence: proof(fieldProof(subject, 'spec.parentRefs', `parentRef ${name}`, changedAt(route))),
    };
  }
  const refused = route.status.parents
    .flatMap(({conditions}) => conditions)
    .find(({type, status}) => type === 'Accepted' && status === 'False');
  if (refused !== undefined)
    yield {
      subject,
      summary:
        `${named(subject)} is not accepted by its Gateway: ${refused.reason ?? ''} ${brief(refused.message ?? '')}`.trim(),
      since: refused.lastTransitionTime,
      evidence: proof(conditionProof(subject, refused)),
    };
}

export default {
  title: 'An HTTPRoute leads nowhere',
  category: 'network',
  severity: 'high',
  why: 'The Service, its port or the Gateway that the route names does not exist, so its requests are answered with 404 or 500.',
  confirm: ['kubectl describe httproute <route>'],
  fix: ['mend the name or port of the backend, or the parent of the route'],
  needs: ['HTTPRoute', 'Service'],
  explains: [{rule: '#ingress-errors', via: 'is'}],
  sources: ['https://gateway-api.sigs.k8s.io/api-types/httproute/'],
  *check(cluster) {
    for (const route of cluster.all('HTTPRoute')) {
      const [found] = [...missingBackends(cluster, route), ...parentTroubles(cluster, route)];
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
