import {UserError} from '../../model/failure.ts';
import {metricsEndpoint} from '../../model/kube/metrics-endpoint.ts';
import type {Pod} from '../../model/kube/pod.ts';
import {type Kind, kindRow, type KubeObject} from '../../model/kinds.ts';
import {matchesSelector} from '../../model/selector.ts';
import {proxyPath, type Source} from '../../model/source.ts';
import type {Component, NodeEndpoint, ScrapeTarget} from '../../parse/scrape-target.ts';

/** One page of a cluster that can be read: its name for people, and its path below the API server. */
export interface Place {
  readonly name: string;
  readonly path: string;
}

export type ClusterTarget = Extract<ScrapeTarget, {readonly is: 'pod' | 'service' | 'workload' | 'node' | 'component'}>;

export interface PlaceOptions {
  readonly namespace: string;
  readonly endpoint: NodeEndpoint;
  readonly signal: AbortSignal;
}

const NODE_PATHS: Readonly<Record<NodeEndpoint, string>> = {
  metrics: 'metrics',
  cadvisor: 'metrics/cadvisor',
  resource: 'metrics/resource',
  probes: 'metrics/probes',
};

/** The pages that a target stands for: one, or one for each pod of a workload. Throws a UserError when there is none. */
export async function placesOf(
  source: Source,
  target: ClusterTarget,
  options: PlaceOptions,
): Promise<readonly Place[]> {
  const {namespace} = options;
  switch (target.is) {
    case 'node':
      return [
        {
          name: `node/${target.name}`,
          path: `/api/v1/nodes/${encodeURIComponent(target.name)}/proxy/${NODE_PATHS[options.endpoint]}`,
        },
      ];
    case 'pod': {
      const pod = (await all(source, 'Pod', options)).find(({metadata}) => metadata.name === target.name);
      if (pod === undefined) throw missing('pod', target.name, namespace);
      return [podPlace(pod, target)];
    }
    case 'service': {
      const service = (await all(source, 'Service', options)).find(({metadata}) => metadata.name === target.name);
      if (service === undefined) throw missing('service', target.name, namespace);
      const ports = service.spec.ports.map(({name, port, protocol}) => ({name, number: port, protocol}));
      const endpoint = metricsEndpoint(service.metadata.annotations, ports, target);
      if (endpoint === undefined) throw unclear(`svc/${target.name}`, ports);
      return [placed('services', namespace, target.name, endpoint)];
    }
    case 'workload':
      return podsOf(source, target, options);
    case 'component':
      return componentPlaces(source, target.name, options);
  }
}

async function podsOf(
  source: Source,
  target: Extract<ClusterTarget, {is: 'workload'}>,
  options: PlaceOptions,
): Promise<readonly Place[]> {
  const {kind, name} = target;
  const owners = (await all(source, kind, options)) as ReadonlyArray<KubeObject<'Deployment'>>;
  const owner = owners.find(({metadata}) => metadata.name === name);
  if (owner === undefined) throw missing(kind.toLowerCase(), name, options.namespace);
  const pods = (await all(source, 'Pod', options)).filter(
    (pod) => matchesSelector(owner.spec.selector, pod.metadata.labels) && pod.status.phase === 'Running',
  );
  if (pods.length === 0)
    throw new UserError(
      `${kind} ${name} has no running pods in namespace ${options.namespace}.`,
      `See kdiag doctor ${kind.toLowerCase()}/${name}.`,
      {exit: 3},
    );
  return pods.map((pod) => podPlace(pod, target));
}

function podPlace(pod: Pod, wish: {readonly port: string | undefined; readonly path: string | undefined}): Place {
  const ports = pod.spec.containers.flatMap((container) =>
    container.ports.map(({name, containerPort, protocol}) => ({name, number: containerPort, protocol})),
  );
  const endpoint = metricsEndpoint(pod.metadata.annotations, ports, wish);
  if (endpoint === undefined) throw unclear(`pod/${pod.metadata.name}`, ports);
  return placed('pods', pod.metadata.namespace ?? 'default', pod.metadata.name, endpoint);
}

function placed(
  kind: 'pods' | 'services',
  namespace: string,
  name: string,
  {scheme, port, path}: {readonly scheme: string; readonly port: string; readonly path: string},
): Place {
  const authority = `${scheme === 'https' ? 'https:' : ''}${name}:${port}`;
  const short = kind === 'pods' ? 'pod' : 'svc';
  return {name: `${short}/${name}:${port}${path}`, path: proxyPath({namespace, kind, name: authority, path})};
}

interface ComponentRow {
  /** Labels of its pods in kube-system, where it runs in pods. */
  readonly labels: ReadonlyArray<readonly [string, string]>;
  readonly scheme: 'http' | 'https';
  readonly port: string;
}

const COMPONENTS: Readonly<Record<Exclude<Component, 'apiserver'>, ComponentRow>> = {
  etcd: {labels: [['component', 'etcd']], scheme: 'http', port: '2381'},
  scheduler: {labels: [['component', 'kube-scheduler']], scheme: 'https', port: '10259'},
  'controller-manager': {labels: [['component', 'kube-controller-manager']], scheme: 'https', port: '10257'},
  'kube-proxy': {labels: [['k8s-app', 'kube-proxy']], scheme: 'http', port: '10249'},
  coredns: {
    labels: [
      ['k8s-app', 'kube-dns'],
      ['app.kubernetes.io/name', 'coredns'],
    ],
    scheme: 'http',
    port: '9153',
  },
};

async function componentPlaces(source: Source, name: Component, options: PlaceOptions): Promise<readonly Place[]> {
  if (name === 'apiserver') return [{name: 'component/apiserver', path: '/metrics'}];
  const {labels, scheme, port} = COMPONENTS[name];
  const pods = await all(source, 'Pod', {...options, namespace: 'kube-system'});
  const found = pods.filter(({metadata}) => labels.some(([label, value]) => metadata.labels[label] === value));
  if (found.length === 0)
    throw new UserError(
      `${name} does not run as pods of kube-system here.`,
      `Give the address of its metrics page instead, as seen from here: http://HOST:${port}/metrics.`,
      {exit: 3},
    );
  return found.map(({metadata}) => placed('pods', 'kube-system', metadata.name, {scheme, port, path: '/metrics'}));
}

async function all<K extends Kind>(
  source: Source,
  kind: K,
  {namespace, signal}: PlaceOptions,
): Promise<ReadonlyArray<KubeObject<K>>> {
  const found: Array<KubeObject<K>> = [];
  for await (const page of source.list(kind, {namespace}, signal))
    found.push(...page.map((wire) => kindRow(kind).decode(wire) as KubeObject<K>));
  return found;
}

const missing = (kind: string, name: string, namespace: string): UserError =>
  new UserError(`There is no ${kind} ${name} in namespace ${namespace}.`, 'Another namespace is chosen with -n.', {
    exit: 3,
  });

function unclear(
  what: string,
  ports: ReadonlyArray<{readonly name: string | undefined; readonly number: number | undefined}>,
): UserError {
  const known = ports.map(({name, number}) => (name === undefined ? String(number) : `${String(number)} (${name})`));
  return new UserError(
    known.length === 0
      ? `${what} declares no ports.`
      : `${what} does not say which of its ports has metrics: ${known.join(', ')}.`,
    `Write it like ${what}:${String(ports[0]?.number ?? 8080)}, with /path behind it where it is not /metrics.`,
  );
}
