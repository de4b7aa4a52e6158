import {kindNamed} from '../model/kinds.ts';

export const nodeEndpoints = ['metrics', 'cadvisor', 'resource', 'probes'] as const;
export type NodeEndpoint = (typeof nodeEndpoints)[number];

/** Workloads whose pods are all meant. */
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'ReplicationController'] as const;
export type WorkloadKind = (typeof WORKLOADS)[number];

export const components = ['apiserver', 'etcd', 'scheduler', 'controller-manager', 'kube-proxy', 'coredns'] as const;
export type Component = (typeof components)[number];

/** What a person typed as something to scrape. */
export type ScrapeTarget =
  | {readonly is: 'url'; readonly url: URL}
  | {readonly is: 'file'; readonly path: string}
  | {readonly is: 'stdin'}
  | {
      readonly is: 'pod' | 'service';
      readonly name: string;
      readonly port: string | undefined;
      readonly path: string | undefined;
    }
  | {
      readonly is: 'workload';
      readonly kind: WorkloadKind;
      readonly name: string;
      readonly port: string | undefined;
      readonly path: string | undefined;
    }
  | {readonly is: 'node'; readonly name: string}
  | {readonly is: 'component'; readonly name: Component}
  | {readonly is: 'wrong'; readonly because: string};

const FORMS = 'pod/x, svc/y:port, deploy/z, node/n, component/apiserver, a URL, a file, or - for standard input';

/** `pod/web-0:8080/stats`, `http://x:9100/metrics`, `./page.prom`, `-`. What names no kind is a file. */
export function scrapeTarget(typed: string): ScrapeTarget {
  if (typed === '-') return {is: 'stdin'};
  if (/^https?:\/\//.test(typed)) {
    const url = URL.parse(typed);
    return url === null ? {is: 'wrong', because: `${typed} is not a URL`} : {is: 'url', url: withPage(url)};
  }
  const [, kindWord = '', rest = ''] = /^([a-z]+)\/(.+)$/i.exec(typed) ?? [];
  if (kindWord === '' || /^\.{0,2}\//.test(typed)) return {is: 'file', path: typed};
  if (/^components?$/i.test(kindWord)) return component(rest);
  const kind = kindNamed(kindWord);
  if (kind === undefined) return {is: 'file', path: typed};
  const [, name = '', port, path] = /^([^:/]+)(?::([^/]+))?(\/.*)?$/.exec(rest) ?? [];
  if (name === '') return {is: 'wrong', because: `${typed} is not like ${FORMS}`};
  if (kind === 'Node') return {is: 'node', name};
  if (kind === 'Pod') return {is: 'pod', name, port, path};
  if (kind === 'Service') return {is: 'service', name, port, path};
  const workload = WORKLOADS.find((one) => one === kind);
  return workload === undefined
    ? {is: 'wrong', because: `a ${kind} has no metrics of its own; targets are ${FORMS}`}
    : {is: 'workload', kind: workload, name, port, path};
}

function component(typed: string): ScrapeTarget {
  const name = components.find((one) => one === typed.replace(/^kube-(?!proxy)/, ''));
  return name === undefined
    ? {is: 'wrong', because: `there is no component ${typed}; components are ${components.join(', ')}`}
    : {is: 'component', name};
}

/** An address without a path means the usual page. */
function withPage(url: URL): URL {
  if (url.pathname === '/' && url.search === '') url.pathname = '/metrics';
  return url;
}
