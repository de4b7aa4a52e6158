import type {KubeObject} from '../kinds.ts';
import type {Service} from '../kube/network.ts';
import type {Pod} from '../kube/pod.ts';
import {type Ref, ref, refKey} from '../ref.ts';
import {matchesMap} from '../selector.ts';
import {type Objects, refOf} from './objects.ts';

/** Pods a Service could send to, as the EndpointSlices (or old Endpoints) say. */
export interface Backends {
  readonly ready: number;
  readonly notReady: number;
  /** Pods named by the endpoints, ready or not. */
  readonly pods: readonly Ref[];
}

/** Services, what they select, and what they can reach. */
export class Network {
  readonly #objects: Objects;
  #podsByNamespace: Map<string, Pod[]> | undefined;
  #servicesByNamespace: Map<string, Service[]> | undefined;
  #slices: Map<string, Array<KubeObject<'EndpointSlice'>>> | undefined;
  #podsByIp: Map<string, Pod> | undefined;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  podsIn(namespace: string | undefined): readonly Pod[] {
    this.#podsByNamespace ??= byNamespace(this.#objects.all('Pod'));
    return this.#podsByNamespace.get(namespace ?? '') ?? [];
  }

  servicesIn(namespace: string | undefined): readonly Service[] {
    this.#servicesByNamespace ??= byNamespace(this.#objects.all('Service'));
    return this.#servicesByNamespace.get(namespace ?? '') ?? [];
  }

  podsSelectedBy(service: Service): readonly Pod[] {
    return this.podsIn(service.metadata.namespace).filter((pod) =>
      matchesMap(service.spec.selector, pod.metadata.labels),
    );
  }

  servicesSelecting(pod: Pod): readonly Service[] {
    return this.servicesIn(pod.metadata.namespace).filter((service) =>
      matchesMap(service.spec.selector, pod.metadata.labels),
    );
  }

  podWithIp(ip: string): Pod | undefined {
    this.#podsByIp ??= new Map(
      this.#objects
        .all('Pod')
        .filter(
          (pod) =>
            pod.spec.hostNetwork !== true &&
            pod.status.podIP !== undefined &&
            pod.status.phase !== 'Succeeded' &&
            pod.status.phase !== 'Failed',
        )
        .map((pod) => [pod.status.podIP ?? '', pod]),
    );
    return this.#podsByIp.get(ip);
  }

  /** Undefined when neither EndpointSlices nor Endpoints were read. */
  backendsOf(service: Service): Backends | undefined {
    if (this.#objects.wasRead('EndpointSlice')) return backendsIn(this.#slicesOf(service), service);
    if (!this.#objects.wasRead('Endpoints')) return undefined;
    const found = this.#objects.get('Endpoints', service.metadata.namespace, service.metadata.name);
    const count = (key: 'addresses' | 'notReadyAddresses'): number =>
      (found?.subsets ?? []).reduce((sum, subset) => sum + subset[key].length, 0);
    const pods = (found?.subsets ?? []).flatMap(({addresses, notReadyAddresses}) => [
      ...addresses,
      ...notReadyAddresses,
    ]);
    return {
      ready: count('addresses'),
      notReady: count('notReadyAddresses'),
      pods: pods.flatMap(({targetRef}) => podRef(targetRef, service)),
    };
  }

  #slicesOf(service: Service): ReadonlyArray<KubeObject<'EndpointSlice'>> {
    if (this.#slices === undefined) {
      this.#slices = new Map();
      for (const slice of this.#objects.all('EndpointSlice')) {
        const key = `${slice.metadata.namespace ?? ''}/${slice.metadata.labels['kubernetes.io/service-name'] ?? ''}`;
        this.#slices.set(key, [...(this.#slices.get(key) ?? []), slice]);
      }
    }
    return this.#slices.get(`${service.metadata.namespace ?? ''}/${service.metadata.name}`) ?? [];
  }
}

/** An IPv4 and an IPv6 slice name the same pods twice; what counts is how many distinct backends there are. */
function backendsIn(slices: ReadonlyArray<KubeObject<'EndpointSlice'>>, service: Service): Backends {
  const ready = new Set<string>();
  const notReady = new Set<string>();
  const pods: Ref[] = [];
  for (const {endpoints} of slices) {
    for (const {addresses, conditions, targetRef} of endpoints) {
      const [pod] = podRef(targetRef, service);
      if (pod !== undefined) pods.push(pod);
      // A nil ready condition must be read as true (EndpointConditions, discovery.k8s.io/v1).
      (conditions.ready === false ? notReady : ready).add(pod === undefined ? (addresses[0] ?? '') : refKey(pod));
    }
  }
  return {ready: ready.size, notReady: notReady.size, pods};
}

const podRef = (
  target: {kind?: string | undefined; namespace?: string | undefined; name: string} | undefined,
  service: Service,
): Ref[] => (target?.kind === 'Pod' ? [ref('Pod', target.namespace ?? service.metadata.namespace, target.name)] : []);

function byNamespace<T extends {readonly metadata: {readonly namespace?: string | undefined}}>(
  items: readonly T[],
): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const item of items) {
    const key = item.metadata.namespace ?? '';
    const list = out.get(key);
    if (list === undefined) out.set(key, [item]);
    else list.push(item);
  }
  return out;
}

export const serviceRef = (service: Service): Ref => refOf('Service', service);
