import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import type {Service} from '../model/kube/network.ts';
import {fieldProof, objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {spellMap} from '../model/selector.ts';
import {changedAt, hasSelector, isAlive, isDns, type Serving, servingBehind, usersOf} from './_services.ts';
import {inNamespace, named, resource, someOf} from './_story.ts';

/** All workloads behind the Service, when every one of them is scaled to zero and nothing else stands in. */
function sleeping(cluster: Cluster, service: Service): readonly [Serving, ...Serving[]] | undefined {
  if (!hasSelector(service) || isDns(service)) return undefined;
  const [first, ...rest] = servingBehind(cluster, service);
  if (first === undefined || [first, ...rest].some(({replicas}) => replicas !== 0)) return undefined;
  return cluster.network.podsSelectedBy(service).some(isAlive) ? undefined : [first, ...rest];
}

const changed = (cluster: Cluster, {ref}: Serving): string | undefined => {
  const object =
    ref.kind === 'Deployment' || ref.kind === 'StatefulSet' || ref.kind === 'ReplicationController'
      ? cluster.get(ref.kind, ref.namespace, ref.name)
      : undefined;
  const lastScaled = object?.status.conditions.find(({type}) => type === 'Available')?.lastTransitionTime;
  return object === undefined ? undefined : object.metadata.managedFields.length === 0 ? lastScaled : changedAt(object);
};

function judged(cluster: Cluster, service: Service): Sighting | undefined {
  const workloads = sleeping(cluster, service);
  if (workloads === undefined) return undefined;
  const {callers, isRouted} = usersOf(cluster, service);
  if (callers.length === 0 && !isRouted) return undefined;
  const [one] = workloads;
  const to = refOf('Service', service);
  const users = [...callers.map(named), ...(isRouted ? ['an Ingress'] : [])];
  return {
    subject: one.ref,
    summary: `${named(one.ref)} is scaled to zero replicas, but ${someOf(users)} ${users.length === 1 ? 'calls' : 'call'} its ${named(to)}`,
    severity: callers.length > 0 ? 'high' : 'medium',
    since: changed(cluster, one),
    objects: [to, ...workloads.map(({ref}) => ref)],
    evidence: proof(
      fieldProof(one.ref, 'spec.replicas', '0', changed(cluster, one)),
      objectProof('Service', service, 'spec.selector', spellMap(service.spec.selector)),
    ),
    confirm: [
      `${inNamespace(one.ref)} get ${resource(one.ref)}`,
      `${inNamespace(to)} get endpointslices -l kubernetes.io/service-name=${to.name}`,
    ],
    fix: [`${inNamespace(one.ref)} scale ${resource(one.ref)} --replicas=<number>`],
  };
}

export default {
  title: 'A workload is scaled to zero, and others call its Service',
  category: 'workload',
  severity: 'high',
  why: 'With no replicas its Service has no endpoints, and whoever calls it is refused. Scaling to zero was meant for something that nobody needs.',
  confirm: [
    'kubectl get deployment,statefulset: READY 0/0',
    'kubectl get endpointslices -l kubernetes.io/service-name=<service>',
  ],
  fix: [
    'scale it up again',
    'remove it from the settings of those who call it',
    'when an autoscaler did it: look at its minimum',
  ],
  needs: ['Service', 'Pod'],
  explains: [
    {rule: '#no-endpoints', via: 'is'},
    {rule: 'service-selector-matches-nothing', via: 'selects'},
    {rule: '#client-errors', via: 'calls'},
    {rule: '#ingress-errors', via: 'routes to'},
  ],
  sources: ['https://kubernetes.io/docs/tasks/run-application/scale-stateful-set/'],
  *check(cluster) {
    for (const service of cluster.all('Service')) {
      const found = judged(cluster, service);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
