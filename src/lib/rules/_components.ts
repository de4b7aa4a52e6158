import type {Cluster} from '../model/cluster.ts';
import type {Severity} from '../model/finding.ts';
import type {Ref} from '../model/ref.ts';
import {isNodeReady} from './_nodes.ts';
import type {Scrape} from './_prometheus.ts';
import {addressOf, hostPodAt} from './_scrape-targets.ts';

interface Component {
  readonly name: string;
  readonly severity: Severity;
  /** What stops with it on its node. */
  readonly stops: string;
}

/** Components by the port on which they serve metrics or health (https://kubernetes.io/docs/reference/networking/ports-and-protocols/). */
const COMPONENTS: Readonly<Record<string, Component>> = {
  '10249': {
    name: 'kube-proxy',
    severity: 'high',
    stops: 'addresses of Services lead its pods to endpoints that are gone',
  },
  '10256': {
    name: 'kube-proxy',
    severity: 'high',
    stops: 'addresses of Services lead its pods to endpoints that are gone',
  },
  '10257': {name: 'kube-controller-manager', severity: 'high', stops: 'nothing is looked after, unless another leads'},
  '10259': {name: 'kube-scheduler', severity: 'high', stops: 'no pod is given a node, unless another leads'},
  '2379': {name: 'etcd', severity: 'high', stops: 'the API server has one member less to ask'},
  '2381': {name: 'etcd', severity: 'high', stops: 'the API server has one member less to ask'},
  '9100': {name: 'node-exporter', severity: 'medium', stops: 'the node is not measured'},
};

/** A dead process refuses, one that hangs lets wait; anything else is an answer. */
const SILENT = /connection refused|deadline exceeded|i\/o timeout|Client\.Timeout/;

export interface Silent {
  readonly node: Ref;
  readonly component: Component;
  readonly port: string;
  readonly scrape: Scrape;
}

/** A target that is a component of a node which is itself well, and not a pod, whose own state would tell. */
export function silentComponent(cluster: Cluster, scrape: Scrape): Silent | undefined {
  const {target} = scrape;
  const address = target.health === 'down' ? addressOf(target) : undefined;
  const component = address === undefined ? undefined : COMPONENTS[address.port];
  if (address === undefined || component === undefined || !SILENT.test(target.lastError ?? '')) return undefined;
  const to = cluster.calls.resolve(address.host, scrape.by.namespace ?? 'default');
  if (to.is !== 'node' || hostPodAt(cluster, to.ref.name, address.port) !== undefined) return undefined;
  const node = cluster.get('Node', undefined, to.ref.name);
  return node !== undefined && isNodeReady(node) ? {node: to.ref, component, port: address.port, scrape} : undefined;
}
