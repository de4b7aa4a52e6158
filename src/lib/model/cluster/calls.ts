import type {Pod} from '../kube/pod.ts';
import {type Ref, ref} from '../ref.ts';
import type {Network} from './network.ts';
import {type Objects, refOf} from './objects.ts';

/** What a host name or address written in a log line, an env var or an argument leads to. */
export type Destination =
  | {readonly is: 'service'; readonly ref: Ref}
  | {readonly is: 'pod'; readonly ref: Ref}
  | {readonly is: 'node'; readonly ref: Ref}
  /** Spelt like a Service of this cluster, and there is none. */
  | {readonly is: 'missing service'; readonly ref: Ref}
  | {readonly is: 'itself'}
  | {readonly is: 'external'; readonly host: string};

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f]*:[0-9a-f:]+\]?)$/i;
/** RFC 1123 label: what a Service may be called. */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0)$/i;

/** Leads host names to objects, in the namespace of the one who wrote them and with its search list. */
export class Calls {
  readonly #objects: Objects;
  readonly #network: Network;
  #servicesByIp: Map<string, Ref> | undefined;
  #nodesByIp: Map<string, Ref> | undefined;

  constructor(objects: Objects, network: Network) {
    this.#objects = objects;
    this.#network = network;
  }

  /** `host` may carry a port, a trailing dot, brackets. */
  resolve(host: string, namespace: string): Destination {
    const bare = stripPort(host).replace(/\.$/, '').toLowerCase();
    if (LOOPBACK.test(bare)) return {is: 'itself'};
    return ADDRESS.test(bare) ? this.#byAddress(bare.replace(/^\[|\]$/g, '')) : this.#byName(bare, namespace);
  }

  /** Services that a pod's env, arguments and mounted settings name, each once. */
  dependenciesOf(pod: Pod): readonly Ref[] {
    const found = new Map<string, Ref>();
    for (const host of hostsIn(this.#settingsOf(pod))) {
      const to = this.resolve(host, pod.metadata.namespace ?? 'default');
      if (to.is === 'service') found.set(`${to.ref.namespace ?? ''}/${to.ref.name}`, to.ref);
    }
    return [...found.values()];
  }

  *#settingsOf(pod: Pod): Generator<string> {
    for (const container of [...pod.spec.initContainers, ...pod.spec.containers]) {
      yield* container.command;
      yield* container.args;
      for (const {value, valueFrom} of container.env) {
        if (value !== undefined) yield value;
        const key = valueFrom?.configMapKeyRef;
        if (key !== undefined) yield this.#configValue(pod, key.name, key.key);
      }
      for (const {configMapRef} of container.envFrom)
        if (configMapRef !== undefined) yield* this.#configValues(pod, configMapRef.name);
    }
    for (const {configMap} of pod.spec.volumes)
      if (configMap !== undefined) yield* this.#configValues(pod, configMap.name);
  }

  #configValue(pod: Pod, name: string, key: string): string {
    return this.#objects.get('ConfigMap', pod.metadata.namespace, name)?.data[key] ?? '';
  }

  #configValues(pod: Pod, name: string): string[] {
    return Object.values(this.#objects.get('ConfigMap', pod.metadata.namespace, name)?.data ?? {});
  }

  #byAddress(ip: string): Destination {
    this.#servicesByIp ??= new Map(
      this.#objects
        .all('Service')
        .flatMap((service) =>
          [service.spec.clusterIP ?? '', ...service.spec.clusterIPs].map(
            (one) => [one, refOf('Service', service)] as const,
          ),
        ),
    );
    const service = this.#servicesByIp.get(ip);
    if (service !== undefined) return {is: 'service', ref: service};
    const pod = this.#network.podWithIp(ip);
    if (pod !== undefined) return {is: 'pod', ref: refOf('Pod', pod)};
    this.#nodesByIp ??= new Map(
      this.#objects
        .all('Node')
        .flatMap((node) => node.status.addresses.map(({address}) => [address, refOf('Node', node)] as const)),
    );
    const node = this.#nodesByIp.get(ip);
    return node === undefined ? {is: 'external', host: ip} : {is: 'node', ref: node};
  }

  #byName(written: string, namespace: string): Destination {
    const host = withoutSearch(written);
    const parts = host.split('.');
    const [first = '', second] = parts;
    const isServiceName = parts.length <= 2 || parts[2] === 'svc';
    if (!isServiceName || !parts.slice(0, 2).every((part) => LABEL.test(part)))
      return this.#pod(parts) ?? {is: 'external', host};
    const there = second ?? namespace;
    if (this.#objects.get('Service', there, first) !== undefined)
      return {is: 'service', ref: ref('Service', there, first)};
    // `example.com` has two labels as well: only a namespace of that name makes it a Service.
    const isOurs =
      second === undefined || parts[2] === 'svc' || this.#objects.get('Namespace', undefined, second) !== undefined;
    return isOurs && this.#objects.isAbsent('Service', there, first)
      ? {is: 'missing service', ref: ref('Service', there, first)}
      : {is: 'external', host};
  }

  /** `db-0.db.shop.svc.cluster.local`: a pod behind a headless Service. */
  #pod([podName = '', serviceName = '', namespace = '', svc]: readonly string[]): Destination | undefined {
    if (svc !== 'svc' && this.#objects.get('Namespace', undefined, namespace) === undefined) return undefined;
    if (this.#objects.get('Pod', namespace, podName) !== undefined)
      return {is: 'pod', ref: ref('Pod', namespace, podName)};
    const service = this.#objects.get('Service', namespace, serviceName);
    return service === undefined ? undefined : {is: 'service', ref: refOf('Service', service)};
  }
}

/**
 * A resolver tries a name with every suffix of the search list, and its errors quote those attempts: `db.cluster.local`
 * and `db.svc.cluster.local` are `db`.
 */
const withoutSearch = (host: string): string => host.replace(/^([^.]+)(?:\.svc)?\.cluster\.local$/, '$1');

function stripPort(host: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(host)?.[1];
  if (bracketed !== undefined) return bracketed;
  return host.split(':').length === 2 ? (host.split(':')[0] ?? host) : host;
}

/** After a delimiter: a URL's scheme and user if there are any, then the host, before its port, path or the end. */
const HOST =
  /(?:^|[\s=,;("'@?&])(?:(?:[a-z][a-z0-9+.-]*:)+\/\/(?:[^\s/@]*@)?)?([a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*)(?!:\/\/)(?=[:/\s,;)"'?&]|$)/gi;

export function* hostsIn(settings: Iterable<string>): Generator<string> {
  for (const setting of settings) {
    if (setting.length > 4096) continue;
    for (const [, host] of setting.matchAll(HOST)) if (host !== undefined) yield host;
  }
}
