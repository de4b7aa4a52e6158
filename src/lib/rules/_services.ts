import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {isLeaving, isOver} from '../model/containers.ts';
import type {Service} from '../model/kube/network.ts';
import type {Pod, PodSpec} from '../model/kube/pod.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {type Ref, refKey} from '../model/ref.ts';
import type {Words} from '../model/schema.ts';
import {matchesMap} from '../model/selector.ts';
import {latest} from '../model/time.ts';

/** Kinds whose pods a Service may be meant to select. */
const SERVING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicationController'] as const;

export interface Serving {
  readonly ref: Ref;
  readonly labels: Words;
  /** Undefined for a DaemonSet, which has as many as there are nodes. */
  readonly replicas: number | undefined;
  readonly spec: PodSpec;
}

const byCluster = <T>(make: (cluster: Cluster) => T): ((cluster: Cluster) => T) => {
  const known = new WeakMap<Cluster, {readonly value: T}>();
  return (cluster) => {
    const found = known.get(cluster) ?? {value: make(cluster)};
    known.set(cluster, found);
    return found.value;
  };
};

/** Workloads by namespace. */
const servingByNamespace = byCluster((cluster): ReadonlyMap<string, readonly Serving[]> => {
  const all = SERVING.flatMap((kind) => cluster.all(kind).map((one): Serving => servingOf(refOf(kind, one), one)));
  return Map.groupBy(all, ({ref}) => ref.namespace ?? '');
});

const servingOf = (ref: Ref, {spec}: Workload): Serving => ({
  ref,
  labels: spec.template.metadata.labels,
  replicas: ref.kind === 'DaemonSet' ? undefined : (spec.replicas ?? 1),
  spec: spec.template.spec,
});

export const servingIn = (cluster: Cluster, namespace: string | undefined): readonly Serving[] =>
  servingByNamespace(cluster).get(namespace ?? '') ?? [];

/** Workloads whose pods a Service's selector picks. */
export const servingBehind = (cluster: Cluster, service: Service): readonly Serving[] =>
  servingIn(cluster, service.metadata.namespace).filter(({labels}) => matchesMap(service.spec.selector, labels));

/** Services whose endpoints Kubernetes keeps itself. */
export const hasSelector = ({spec}: Service): boolean =>
  spec.type !== 'ExternalName' && Object.keys(spec.selector).length > 0;

export const isHeadless = ({spec}: Service): boolean => spec.clusterIP === 'None';

export const isDns = ({metadata}: Service): boolean =>
  metadata.labels['k8s-app'] === 'kube-dns' ||
  metadata.labels['k8s-app'] === 'coredns' ||
  (metadata.namespace === 'kube-system' && /^(?:kube-dns|coredns|rke2-coredns.*)$/.test(metadata.name));

export const isAlive = (pod: Pod): boolean => !isOver(pod) && !isLeaving(pod);

/** When a person last changed what the object is meant to be; its creation when nothing is known of edits. */
export const changedAt = ({metadata}: {readonly metadata: Service['metadata']}): string | undefined =>
  latest(
    metadata.managedFields
      .filter(
        ({subresource, manager}) => subresource !== 'status' && !/^kube-(?:controller|scheduler)/.test(manager ?? ''),
      )
      .map(({time}) => time),
  ) ?? metadata.creationTimestamp;

/** When its spec was last written by anybody, controllers that scale it included. */
export const editedAt = ({metadata}: {readonly metadata: Service['metadata']}): string | undefined =>
  latest(metadata.managedFields.filter(({subresource}) => subresource !== 'status').map(({time}) => time)) ??
  metadata.creationTimestamp;

/** Services without a ready endpoint, by key. What is deliberately empty counts too: whoever calls it fails. */
export const emptyServices = byCluster((cluster): ReadonlyMap<string, Service> => {
  const empty = cluster
    .all('Service')
    .filter((service) => hasSelector(service) && cluster.network.backendsOf(service)?.ready === 0);
  return new Map(empty.map((service) => [refKey(refOf('Service', service)), service]));
});

/** The Service of the cluster DNS, when no server is ready behind it. */
export const deadDns = (cluster: Cluster): readonly Ref[] =>
  [...emptyServices(cluster).values()].filter(isDns).map((service) => refOf('Service', service));

/** Which workloads name a Service in their settings. Pods of one template share their spec, so each is read once a namespace. */
export const callersByService = byCluster((cluster): ReadonlyMap<string, readonly Pod[]> => {
  const callers = new Map<string, Pod[]>();
  const seen = new Map<PodSpec, Set<string>>();
  for (const pod of cluster.all('Pod')) {
    const namespaces = seen.get(pod.spec) ?? new Set();
    if (namespaces.has(pod.metadata.namespace ?? '') || !isAlive(pod)) continue;
    seen.set(pod.spec, namespaces.add(pod.metadata.namespace ?? ''));
    for (const to of cluster.calls.dependenciesOf(pod))
      callers.set(refKey(to), [...(callers.get(refKey(to)) ?? []), pod]);
  }
  return callers;
});

const routedServices = byCluster((cluster): ReadonlySet<string> => {
  const names = cluster.all('Ingress').flatMap(({metadata, spec}) => {
    const backends = [spec.defaultBackend, ...spec.rules.flatMap(({http}) => http.paths.map(({backend}) => backend))];
    return backends.flatMap((backend) =>
      backend?.service === undefined ? [] : [`Service/${metadata.namespace ?? ''}/${backend.service.name}`],
    );
  });
  return new Set(names);
});

/** Workloads that name the Service, other than the one behind it, and whether a route leads to it. */
export function usersOf(
  cluster: Cluster,
  service: Service,
): {readonly callers: readonly Ref[]; readonly isRouted: boolean} {
  const key = refKey(refOf('Service', service));
  const behind = new Set(servingBehind(cluster, service).map(({ref}) => refKey(ref)));
  const callers = new Map(
    (callersByService(cluster).get(key) ?? []).map((pod) => {
      const top = cluster.owners.topOf(refOf('Pod', pod));
      return [refKey(top), top];
    }),
  );
  return {
    callers: [...callers].filter(([one]) => !behind.has(one)).map(([, ref]) => ref),
    isRouted: routedServices(cluster).has(key),
  };
}

export const isUsed = (cluster: Cluster, service: Service): boolean => {
  const {callers, isRouted} = usersOf(cluster, service);
  return isRouted || callers.length > 0;
};

/** What a Service without ready endpoints brings about. */
export const failsItsCallers = [
  {rule: '#client-errors', via: 'calls'},
  {rule: '#ingress-errors', via: 'routes to'},
  {rule: 'webhook-unreachable', via: 'depends on'},
  {rule: 'webhook-no-endpoints', via: 'depends on'},
  {rule: 'apiservice-unavailable', via: 'depends on'},
] as const;
