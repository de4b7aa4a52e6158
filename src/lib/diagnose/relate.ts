import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Finding} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {type Ref, refKey, sameRef} from '../model/ref.ts';
import type {Relation} from '../model/rule.ts';
import {matchesMap} from '../model/selector.ts';

type Holds = (cause: Finding, effect: Finding, cluster: Cluster) => boolean;

/** How two findings can hang together. Does not compile while a relation lacks its row. */
const holds: Readonly<Record<Relation, Holds>> = {
  is: (cause, effect, cluster) =>
    sameRef(cause.subject, effect.subject) || share(objectsOf(cause, cluster), objectsOf(effect, cluster)),
  owns: (cause, effect, cluster) =>
    sameRef(cause.subject, effect.subject) ||
    isAbove(cause.subject, effect.subject, cluster) ||
    isAbove(effect.subject, cause.subject, cluster),
  'runs on': (cause, effect, cluster) =>
    podsIn(effect, cluster).some(({nodeName}) => cause.subject.kind === 'Node' && nodeName === cause.subject.name),
  mounts: (cause, effect, cluster) =>
    named(cause, effect) || podsIn(effect, cluster).some((pod) => mountsAny(pod, cause)),
  reads: (cause, effect, cluster) =>
    named(cause, effect) || podsIn(effect, cluster).some((pod) => readsIt(pod, cause.subject)),
  selects: (cause, effect, cluster) =>
    effect.subject.kind === 'Service' && (named(cause, effect) || leadsTo(effect.subject, cause, cluster)),
  'routes to': (cause, effect, cluster) =>
    named(cause, effect) || routesOf(effect.subject, cluster).has(refKey(cause.subject)),
  calls: (cause, effect, cluster) => (effect.toward ?? []).some((to) => isPartOf(to, cause, cluster)),
  scales: (cause, effect, cluster) =>
    named(cause, effect) || named(effect, cause) || scaleTarget(effect.subject, cluster) === refKey(cause.subject),
  'depends on': (cause, effect, cluster) => (effect.toward ?? []).some((to) => isPartOf(to, cause, cluster)),
  governs: () => true,
};

export const isRelated = (via: Relation, cause: Finding, effect: Finding, cluster: Cluster): boolean =>
  holds[via](cause, effect, cluster);

/** The finding's evidence names the other's subject or one of its objects. */
const named = (cause: Finding, effect: Finding): boolean =>
  (effect.toward ?? []).some(
    (to) => sameRef(to, cause.subject) || (cause.objects ?? []).some((one) => sameRef(to, one)),
  );

const share = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  for (const key of few) if (many.has(key)) return true;
  return false;
};

const objects = new WeakMap<Finding, ReadonlySet<string>>();

/** Keys of what a finding is about: its subject and its objects with their owners; for a workload or Service also its pods. */
function objectsOf(finding: Finding, cluster: Cluster): ReadonlySet<string> {
  const known = objects.get(finding);
  if (known !== undefined) return known;
  const isNode = finding.subject.kind === 'Node';
  const pods = isNode ? [] : cluster.podsOf(finding.subject).map((pod) => refOf('Pod', pod));
  const named = (finding.objects ?? []).filter(({kind}) => kind !== 'Node');
  // A ReplicaSet that cannot create pods stands for its Deployment.
  const owners = named.filter(({kind}) => kind !== 'Pod').map((one) => cluster.owners.topOf(one));
  const made = new Set([...(isNode ? [] : [finding.subject]), ...named, ...owners, ...pods].map(refKey));
  objects.set(finding, made);
  return made;
}

function podsIn(finding: Finding, cluster: Cluster): readonly Pod[] {
  const named = (finding.objects ?? []).flatMap(({kind, namespace, name}) =>
    kind === 'Pod' ? [cluster.get('Pod', namespace, name)] : [],
  );
  const pods = named.filter((pod) => pod !== undefined);
  return pods.length > 0 ? pods : cluster.podsOf(finding.subject);
}

const isAbove = (upper: Ref, lower: Ref, cluster: Cluster): boolean =>
  cluster.owners.ownersOf(lower).some((owner) => sameRef(owner, upper));

/** Whether a Service sends to the cause's pods, or would if the cause's workload had any. */
function leadsTo(service: Ref, cause: Finding, cluster: Cluster): boolean {
  if (cluster.podsOf(service).some((pod) => objectsOf(cause, cluster).has(refKey(refOf('Pod', pod))))) return true;
  const selector = cluster.get('Service', service.namespace, service.name)?.spec.selector;
  const template = templateOf(cause.subject, cluster);
  return (
    selector !== undefined &&
    template !== undefined &&
    cause.subject.namespace === service.namespace &&
    matchesMap(selector, template.metadata.labels)
  );
}

const WITH_TEMPLATE = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'] as const;

function templateOf({kind, namespace, name}: Ref, cluster: Cluster): Workload['spec']['template'] | undefined {
  const known = WITH_TEMPLATE.find((one) => one === kind);
  return known === undefined ? undefined : cluster.get(known, namespace, name)?.spec.template;
}

/** Whether `to` is the cause's subject, one of its objects, or a Service that leads to its pods. */
function isPartOf(to: Ref, cause: Finding, cluster: Cluster): boolean {
  if (sameRef(to, cause.subject) || (cause.objects ?? []).some((one) => sameRef(one, to))) return true;
  if (to.kind === 'Service') return leadsTo(to, cause, cluster);
  return to.kind === 'Pod' && objectsOf(cause, cluster).has(refKey(to));
}

function mountsAny(pod: Pod, {subject, objects: others = []}: Finding): boolean {
  const claims = [subject, ...others].filter(({kind}) => kind === 'PersistentVolumeClaim');
  return claims.some(
    ({namespace, name}) =>
      pod.metadata.namespace === namespace &&
      pod.spec.volumes.some(({persistentVolumeClaim: claim}) => claim?.claimName === name),
  );
}

function readsIt({metadata, spec}: Pod, {kind, namespace, name}: Ref): boolean {
  if (metadata.namespace !== namespace) return false;
  const containers = [...spec.initContainers, ...spec.containers];
  switch (kind) {
    case 'ConfigMap':
      return (
        spec.volumes.some(({configMap}) => configMap?.name === name) ||
        containers.some(
          ({env, envFrom}) =>
            envFrom.some(({configMapRef}) => configMapRef?.name === name) ||
            env.some(({valueFrom}) => valueFrom?.configMapKeyRef?.name === name),
        )
      );
    case 'Secret':
      return (
        spec.volumes.some(({secret}) => secret?.secretName === name) ||
        containers.some(
          ({env, envFrom}) =>
            envFrom.some(({secretRef}) => secretRef?.name === name) ||
            env.some(({valueFrom}) => valueFrom?.secretKeyRef?.name === name),
        )
      );
    case 'ServiceAccount':
      return spec.serviceAccountName === name;
    default:
      return false;
  }
}

function routesOf({kind, namespace, name}: Ref, cluster: Cluster): ReadonlySet<string> {
  const to = (service: string | undefined): string[] =>
    service === undefined ? [] : [`Service/${namespace ?? ''}/${service}`];
  if (kind === 'Ingress') {
    const spec = cluster.get('Ingress', namespace, name)?.spec;
    const backends = [
      spec?.defaultBackend,
      ...(spec?.rules ?? []).flatMap(({http}) => http.paths.map(({backend}) => backend)),
    ];
    return new Set(backends.flatMap((backend) => to(backend?.service?.name)));
  }
  const rules = kind === 'HTTPRoute' ? (cluster.get('HTTPRoute', namespace, name)?.spec.rules ?? []) : [];
  return new Set(rules.flatMap(({backendRefs}) => backendRefs.flatMap((backend) => to(backend.name))));
}

function scaleTarget({kind, namespace, name}: Ref, cluster: Cluster): string | undefined {
  if (kind !== 'HorizontalPodAutoscaler') return undefined;
  const target = cluster.get('HorizontalPodAutoscaler', namespace, name)?.spec.scaleTargetRef;
  return target === undefined ? undefined : `${target.kind ?? ''}/${namespace ?? ''}/${target.name}`;
}
