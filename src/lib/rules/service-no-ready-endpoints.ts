import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Service} from '../model/kube/network.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof, objectProof, proof} from '../model/proof.ts';
import {distinctRefs, type Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {spellMap} from '../model/selector.ts';
import {ageOf, latest, MINUTE} from '../model/time.ts';
import {failsItsCallers, hasSelector, isAlive, isUsed, servingBehind, usersOf} from './_services.ts';
import {named, someOf} from './_story.ts';

/** A pod this young has not had the time to become ready. */
const STARTING = 2 * MINUTE;

const isYoung = (pod: Pod, now: Date): boolean => (ageOf(pod.metadata.creationTimestamp, now) ?? Infinity) < STARTING;

/** What a pod lacks, in the words of its status. */
function lacks(pod: Pod): string {
  const waiting = [...pod.status.initContainerStatuses, ...pod.status.containerStatuses].find(
    ({state}) => state.waiting !== undefined,
  )?.state.waiting?.reason;
  const ready = conditionOf(pod.status.conditions, 'Ready');
  return waiting ?? ready?.reason ?? pod.status.phase ?? 'not ready';
}

function sighting(cluster: Cluster, service: Service, pods: readonly Pod[], missing: readonly Ref[]): Sighting {
  const subject = refOf('Service', service);
  const refs = pods.map((pod) => refOf('Pod', pod));
  const tops = distinctRefs([...refs.map((one) => cluster.owners.topOf(one)), ...missing]);
  const {callers} = usersOf(cluster, service);
  const state =
    pods.length === 0
      ? `${someOf(tops.map(named))} has no pods`
      : `none of the ${String(pods.length)} pod${pods.length === 1 ? '' : 's'} of ${someOf(tops.map(named))} is ready`;
  return {
    subject,
    severity: isUsed(cluster, service) ? 'high' : 'medium',
    summary: `${named(subject)} has no ready endpoints: ${state}${callers.length > 0 ? `; ${someOf(callers.map(named))} calls it` : ''}`,
    since: latest(pods.map((pod) => conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime)),
    objects: [...refs, ...missing],
    toward: tops,
    evidence: proof(
      objectProof(
        'Service',
        service,
        'status.endpoints',
        `no ready endpoints for selector ${spellMap(service.spec.selector)}`,
      ),
      ...pods
        .slice(0, 2)
        .map((pod) =>
          fieldProof(
            refOf('Pod', pod),
            'status.conditions[Ready]',
            `Ready=${conditionOf(pod.status.conditions, 'Ready')?.status ?? 'Unknown'} (${lacks(pod)})`,
            conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime,
          ),
        ),
    ),
    confirm: [
      `kubectl -n ${subject.namespace ?? 'default'} get endpointslices -l kubernetes.io/service-name=${subject.name}`,
    ],
  };
}

function judged(cluster: Cluster, service: Service): Sighting | undefined {
  if (!hasSelector(service) || service.spec.publishNotReadyAddresses === true) return undefined;
  const backends = cluster.network.backendsOf(service);
  if (backends === undefined || backends.ready > 0) return undefined;
  const pods = cluster.network.podsSelectedBy(service).filter(isAlive);
  const missing = servingBehind(cluster, service).filter(
    ({replicas, ref}) => replicas !== 0 && replicas !== undefined && cluster.owners.podsBelow(ref).length === 0,
  );
  if (pods.length === 0 && missing.length === 0) return undefined;
  // EndpointSlices follow within seconds: what is ready now will be served in a moment.
  if (pods.some(isReady) || (pods.length > 0 && pods.every((pod) => isYoung(pod, cluster.now)))) return undefined;
  return sighting(cluster, service, pods, pods.length === 0 ? missing.map(({ref}) => ref) : []);
}

export default {
  title: 'A Service has no ready endpoints',
  category: 'network',
  severity: 'high',
  why: 'The Service selects pods and none of them is ready, so whoever calls it is refused or waits. The reason lies with the pods.',
  confirm: ['kubectl get endpointslices -l kubernetes.io/service-name=<service>', 'kubectl describe pod <pod>'],
  fix: ['mend what keeps the pods from being ready'],
  needs: ['Service', 'Pod'],
  tags: ['no-endpoints'],
  explains: [...failsItsCallers],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions'],
  *check(cluster) {
    for (const service of cluster.all('Service')) {
      const found = judged(cluster, service);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
