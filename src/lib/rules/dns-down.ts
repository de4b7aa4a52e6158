import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Service} from '../model/kube/network.ts';
import {fieldProof, objectProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {latest} from '../model/time.ts';
import {changedAt, hasSelector, isDns, servingBehind} from './_services.ts';
import {named} from './_story.ts';

interface Behind {
  readonly subject: Ref;
  readonly isZero: boolean;
  readonly since: string | undefined;
}

/** The workload to mend: what serves the name service, else the Service itself. */
function behind(cluster: Cluster, service: Service): Behind {
  const [workload] = servingBehind(cluster, service);
  if (workload !== undefined) {
    const object =
      workload.ref.kind === 'Deployment'
        ? cluster.get('Deployment', workload.ref.namespace, workload.ref.name)
        : undefined;
    return {
      subject: workload.ref,
      isZero: workload.replicas === 0,
      since: object === undefined ? undefined : changedAt(object),
    };
  }
  const [pod] = cluster.network.podsSelectedBy(service);
  return {
    subject: pod === undefined ? refOf('Service', service) : cluster.owners.topOf(refOf('Pod', pod)),
    isZero: false,
    since: undefined,
  };
}

function sighting(cluster: Cluster, service: Service): Sighting | undefined {
  const backends = cluster.network.backendsOf(service);
  const pods = cluster.network.podsSelectedBy(service);
  if (backends === undefined ? pods.some(isReady) : backends.ready > 0) return undefined;
  const {subject, isZero, since} = behind(cluster, service);
  const serviceRef = refOf('Service', service);
  const gone = pods.map((pod) => conditionOf(pod.status.conditions, 'Ready'));
  const empty = objectProof(
    'Service',
    service,
    'status.endpoints',
    `no ready endpoints: ${String(pods.length)} pods, none ready`,
  );
  const evidence = isZero
    ? proof(fieldProof(subject, 'spec.replicas', 'spec.replicas: 0', since), empty)
    : proof(empty);
  return {
    subject,
    summary: `${named(subject)}: the cluster DNS is down, Service ${serviceRef.namespace ?? ''}/${serviceRef.name} has no ready endpoints${isZero ? ' because it is scaled to zero' : pods.length === 0 ? ' because it has no pods' : ''}`,
    since: isZero ? since : latest(gone.map((one) => one?.lastTransitionTime)),
    objects: [serviceRef, ...pods.map((pod) => refOf('Pod', pod))],
    evidence,
    confirm: [
      `kubectl -n ${serviceRef.namespace ?? 'kube-system'} get endpointslices -l kubernetes.io/service-name=${serviceRef.name}`,
    ],
    fix: isZero
      ? [
          `kubectl -n ${subject.namespace ?? 'kube-system'} scale ${subject.kind.toLowerCase()}/${subject.name} --replicas=2`,
        ]
      : [`kubectl -n ${subject.namespace ?? 'kube-system'} describe pods -l k8s-app=kube-dns`],
  };
}

export default {
  title: 'The cluster DNS has no ready server',
  category: 'control-plane',
  severity: 'critical',
  why: 'Without a ready server no pod can resolve any name, so nearly every application of the cluster fails.',
  confirm: [
    'kubectl -n kube-system get deployment,pods -l k8s-app=kube-dns',
    'kubectl -n kube-system get endpointslices -l kubernetes.io/service-name=kube-dns',
  ],
  fix: [
    'scale the Deployment up again',
    'mend what keeps its pods from being ready: their log tells of a loop, a broken Corefile or an API server that cannot be reached',
  ],
  needs: ['Service', 'Pod'],
  // Without a ready server it is also a workload that is unavailable: what stops its pods is preferred as the cause.
  tags: ['unavailable'],
  explains: [
    {rule: 'dns-errors', via: 'governs'},
    {rule: 'application-cannot-reach', via: 'depends on'},
    {rule: 'service-no-ready-endpoints', via: 'is'},
  ],
  sources: ['https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/'],
  *check(cluster) {
    for (const service of cluster.all('Service')) {
      if (!isDns(service) || !hasSelector(service)) continue;
      const found = sighting(cluster, service);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
