import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Pod} from '../model/kube/pod.ts';
import {type Ref, ref, refKey} from '../model/ref.ts';
import {flat, type Tree} from './correlate.ts';

/** What the person asked about: everything, a namespace, or one object and what is connected with it. */
export interface Asking {
  readonly namespace?: string | undefined;
  readonly target?: Ref | undefined;
}

/** Trees that concern what was asked. A cause elsewhere stays when something in scope hangs under it or stands on it. */
export function concerning(trees: readonly Tree[], {namespace, target}: Asking, cluster: Cluster): readonly Tree[] {
  if (target !== undefined) {
    const near = connected(target, cluster);
    return trees.filter((tree) => refsOf(tree).some((one) => near.has(refKey(one))));
  }
  if (namespace === undefined) return trees;
  const nodes = new Set(cluster.network.podsIn(namespace).map(({nodeName}) => nodeName));
  return trees.filter((tree) => {
    const refs = refsOf(tree);
    if (refs.some((one) => isIn(one, namespace))) return true;
    const {subject} = tree.finding;
    return subject.kind === 'Node' ? nodes.has(subject.name) : isEverybodys(tree);
  });
}

/** In the namespace, or the namespace itself. */
const isIn = (one: Ref, namespace: string): boolean =>
  one.namespace === namespace || (one.kind === 'Namespace' && one.name === namespace);

/** Trouble of the whole cluster is everybody's: critical, and cluster-scoped or in kube-system. */
const isEverybodys = ({finding: {subject, severity}}: Tree): boolean =>
  severity === 'critical' && (subject.namespace === undefined || subject.namespace === 'kube-system');

const refsOf = (tree: Tree): readonly Ref[] =>
  [...flat(tree)].flatMap(({subject, objects = []}) => [subject, ...objects]);

/** The object, its owners and pods, and what stands beside them: Services, claims, settings, nodes, autoscalers, what they call and who calls them. */
export function connected(target: Ref, cluster: Cluster): ReadonlySet<string> {
  const top = cluster.owners.topOf(target);
  const pods = target.kind === 'Ingress' ? [] : cluster.podsOf(target.kind === 'Pod' ? top : target);
  const refs = [
    target,
    ...(target.kind === 'Node' ? [] : [top]),
    ...cluster.owners.ownersOf(target),
    ...pods.flatMap((pod) => around(pod, cluster)),
    ...routesTo(target, cluster),
    ...scalersOf(top, cluster),
  ];
  return new Set(refs.map(refKey));
}

function around(pod: Pod, cluster: Cluster): readonly Ref[] {
  const self = refOf('Pod', pod);
  const {namespace} = pod.metadata;
  const mounted = pod.spec.volumes.flatMap(({persistentVolumeClaim: claim, configMap, secret}) => [
    ...(claim === undefined ? [] : [ref('PersistentVolumeClaim', namespace, claim.claimName)]),
    ...(configMap === undefined ? [] : [ref('ConfigMap', namespace, configMap.name)]),
    ...(secret === undefined ? [] : [ref('Secret', namespace, secret.secretName)]),
  ]);
  const called = cluster.calls.dependenciesOf(pod);
  const behind = called
    .flatMap((service) => cluster.podsOf(service))
    .flatMap((one) => [refOf('Pod', one), cluster.owners.topOf(refOf('Pod', one))]);
  return [
    self,
    cluster.owners.topOf(self),
    ...(pod.nodeName === undefined ? [] : [ref('Node', undefined, pod.nodeName)]),
    ...cluster.network.servicesSelecting(pod).map((service) => refOf('Service', service)),
    ...mounted,
    ...called,
    ...behind,
  ];
}

const scalersOf = (of: Ref, cluster: Cluster): readonly Ref[] =>
  cluster
    .all('HorizontalPodAutoscaler')
    .filter(
      ({metadata, spec}) =>
        metadata.namespace === of.namespace &&
        spec.scaleTargetRef.kind === of.kind &&
        spec.scaleTargetRef.name === of.name,
    )
    .map((hpa) => refOf('HorizontalPodAutoscaler', hpa));

function routesTo(target: Ref, cluster: Cluster): readonly Ref[] {
  if (target.kind !== 'Ingress') return [];
  const spec = cluster.get('Ingress', target.namespace, target.name)?.spec;
  const services = (spec?.rules ?? []).flatMap(({http}) =>
    http.paths.flatMap(({backend}) =>
      backend.service === undefined ? [] : [ref('Service', target.namespace, backend.service.name)],
    ),
  );
  return services.flatMap((service) => [service, ...cluster.podsOf(service).flatMap((pod) => around(pod, cluster))]);
}
