import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Refuted, Sighting} from '../model/finding.ts';
import type {Service} from '../model/kube/network.ts';
import {fieldProof, objectProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {spellMap} from '../model/selector.ts';
import {similar} from '../parse/similar.ts';
import {
  changedAt,
  failsItsCallers,
  hasSelector,
  isDns,
  isUsed,
  type Serving,
  servingBehind,
  servingIn,
  usersOf,
} from './_services.ts';
import {named, someOf} from './_story.ts';

interface NearMiss {
  readonly workload: Serving;
  readonly key: string;
  readonly wanted: string;
  /** Undefined when the workload lacks the label. */
  readonly has: string | undefined;
  readonly score: number;
}

const isLive = ({replicas}: Serving): boolean => replicas !== 0;

/** How far one workload is from being selected; undefined when nobody would take one for the other. */
function nearMiss(service: Service, workload: Serving): NearMiss | undefined {
  const pairs = Object.entries(service.spec.selector);
  const wrong = pairs.filter(([key, value]) => workload.labels[key] !== value);
  const [key, wanted] = wrong[0] ?? [];
  if (key === undefined || wanted === undefined || wrong.length > 2) return undefined;
  const has = workload.labels[key];
  const isNamesake = workload.ref.name === service.metadata.name;
  const isAlike = has !== undefined && similar(wanted, [has]) !== undefined;
  const isElsewhere = Object.values(workload.labels).includes(wanted);
  const agrees = pairs.length - wrong.length;
  if (wrong.length > 1 ? !isNamesake : agrees === 0 && !isNamesake && !isAlike && !isElsewhere) return undefined;
  const score =
    (isNamesake ? 8 : 0) + (wrong.length === 1 ? 4 : 0) + (isAlike ? 2 : 0) + (isElsewhere ? 2 : 0) + agrees;
  return {workload, key, wanted, has, score};
}

const bestMiss = (cluster: Cluster, service: Service): NearMiss | undefined =>
  servingIn(cluster, service.metadata.namespace)
    .flatMap((workload) => nearMiss(service, workload) ?? [])
    .sort((a, b) => Number(isLive(b.workload)) - Number(isLive(a.workload)) || b.score - a.score)[0];

const spellMiss = ({workload, key, wanted, has}: NearMiss): string =>
  has === undefined
    ? `${named(workload.ref)} has no label ${key}`
    : `${named(workload.ref)} has ${key}=${has}, not ${key}=${wanted}; did you mean "${has}"?`;

/** A workload that the selector picks and that has no pod: the Service is right. */
function scaledToZero(cluster: Cluster, service: Service, behind: readonly Serving[]): Sighting | Refuted {
  const subject = refOf('Service', service);
  const [workload] = behind;
  if (workload === undefined || behind.some(isLive))
    return {
      subject,
      refuted: 'its selector matches a workload that should have pods: the Service is right, the pods are missing',
    };
  const {callers} = usersOf(cluster, service);
  const isNeeded = isUsed(cluster, service);
  return {
    subject,
    severity: isNeeded ? 'high' : 'low',
    summary: `${named(subject)} has no endpoints: ${named(workload.ref)} behind it is scaled to zero${callers.length > 0 ? `, and ${someOf(callers.map(named))} calls it` : ''}`,
    objects: behind.map(({ref: one}) => one),
    evidence: proof(
      fieldProof(workload.ref, 'spec.replicas', 'spec.replicas: 0'),
      objectProof('Service', service, 'spec.selector', `selector ${spellMap(service.spec.selector)}`),
    ),
    fix: [
      `kubectl -n ${subject.namespace ?? 'default'} scale ${workload.ref.kind.toLowerCase()}/${workload.ref.name} --replicas=<count>`,
    ],
  };
}

function sighting(cluster: Cluster, service: Service): Sighting {
  const subject = refOf('Service', service);
  const selector = spellMap(service.spec.selector);
  const miss = bestMiss(cluster, service);
  const {callers} = usersOf(cluster, service);
  const slice = cluster
    .all('EndpointSlice')
    .find(
      ({metadata}) =>
        metadata.namespace === subject.namespace && metadata.labels['kubernetes.io/service-name'] === subject.name,
    );
  const suffix =
    miss !== undefined ? `; ${spellMiss(miss)}` : callers.length > 0 ? `; ${someOf(callers.map(named))} calls it` : '';
  return {
    subject,
    severity: (miss !== undefined && isLive(miss.workload)) || isUsed(cluster, service) ? 'high' : 'medium',
    summary: `${named(subject)} has no endpoints: its selector ${selector} matches no pod${suffix}`,
    since: changedAt(service),
    evidence: proof(
      objectProof('Service', service, 'spec.selector', `selector ${selector}`, changedAt(service)),
      slice === undefined ? undefined : fieldProof(refOf('EndpointSlice', slice), 'endpoints', 'no endpoints'),
      miss === undefined
        ? undefined
        : fieldProof(miss.workload.ref, 'spec.template.metadata.labels', spellMap(miss.workload.labels)),
    ),
    confirm: [`kubectl -n ${subject.namespace ?? 'default'} get pods -l ${selector}`],
    fix:
      miss?.has === undefined
        ? [
            `kubectl -n ${subject.namespace ?? 'default'} edit service ${subject.name}: make spec.selector match the labels of its pods`,
          ]
        : [
            `kubectl -n ${subject.namespace ?? 'default'} patch service ${subject.name} -p '{"spec":{"selector":{"${miss.key}":"${miss.has}"}}}'`,
          ],
  };
}

export default {
  title: 'The selector of a Service matches no pod',
  category: 'network',
  severity: 'high',
  why: 'A Service sends to the pods whose labels its selector names. When none has them, every connection to the Service is refused although the pods may be healthy.',
  confirm: ['kubectl get endpointslices -l kubernetes.io/service-name=<service>', 'kubectl get pods --show-labels'],
  fix: [
    'make spec.selector of the Service equal to labels of the pods it is for',
    'delete the Service when nothing needs it',
  ],
  needs: ['Service', 'Pod'],
  explains: [...failsItsCallers],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
  *check(cluster) {
    for (const service of cluster.all('Service')) {
      if (!hasSelector(service) || cluster.network.podsSelectedBy(service).length > 0) continue;
      const backends = cluster.network.backendsOf(service);
      if (backends !== undefined && backends.ready + backends.notReady > 0) continue;
      const behind = servingBehind(cluster, service);
      if (behind.length > 0) {
        // The cluster's name service at zero is a finding of its own.
        if (!isDns(service)) yield scaledToZero(cluster, service, behind);
        continue;
      }
      // Without the workloads nobody can tell a wrong selector from a workload that has no pods yet.
      if (!cluster.objects.wasRead('Deployment'))
        yield {
          subject: ref('Service', service.metadata.namespace, service.metadata.name),
          refuted: 'no pod has its labels, but the workloads were not read',
        };
      else yield sighting(cluster, service);
    }
  },
} satisfies Rule;
