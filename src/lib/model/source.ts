import type {Kind} from './kinds.ts';
import type {Ref} from './ref.ts';

/** Why something could not be read. Part of the answer, never an empty list in its place. */
export interface Gap {
  readonly what: string;
  readonly why:
    'forbidden' | 'not installed' | 'unreachable' | 'timed out' | 'not captured' | 'truncated' | 'expired' | 'failed';
  readonly hint?: string | undefined;
  /** Where it lies, when it concerns nobody outside of that namespace. */
  readonly namespace?: string | undefined;
}

/** Thrown by a Source when one fact cannot be had; `queries/gather` turns it into its Gap. */
export class Unavailable extends Error {
  readonly gap: Gap;
  constructor(gap: Gap, cause?: unknown) {
    super(`${gap.what}: ${gap.why}${gap.hint === undefined ? '' : ` (${gap.hint})`}`, {cause});
    this.name = 'Unavailable';
    this.gap = gap;
  }
}

export interface Origin {
  readonly kind: 'cluster' | 'bundle';
  readonly context?: string | undefined;
  readonly server?: string | undefined;
  readonly version?: string | undefined;
  /** Path of the bundle. */
  readonly path?: string | undefined;
}

/** One namespace, or undefined for all. Cluster-scoped kinds ignore it. */
export interface Scope {
  readonly namespace?: string | undefined;
  /** `app=web,tier notin (db)`, judged by the server. */
  readonly labels?: string | undefined;
  /** `spec.nodeName=node-1`: only the fields that the server selects this kind by. */
  readonly fields?: string | undefined;
}

/** An object as the API server sent it. */
export type Wire = Readonly<Record<string, unknown>>;

export interface ContainerRef {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LogOptions {
  readonly previous?: boolean | undefined;
  /** Lines from the end. */
  readonly tail: number;
  readonly limitBytes?: number | undefined;
}

/** Files under a node's /var/log, or the journal units that NodeLogQuery serves. */
export interface NodeLogQuery {
  readonly layer: 'kernel' | 'runtime' | 'component';
  /** At most this many bytes from the end. */
  readonly tailBytes: number;
}

/** Text of one file or journal of a node. */
export interface NodeLogText {
  readonly source: string;
  readonly text: string;
  readonly truncated: boolean;
}

export type KubeletEndpoint = 'stats/summary' | 'metrics' | 'metrics/cadvisor' | 'metrics/resource' | 'metrics/probes';

/** A page served inside the cluster, reached through the API server's proxy. */
export interface ProxyTarget {
  readonly namespace: string;
  readonly kind: 'services' | 'pods';
  /** Name with port, as the proxy wants it: `prometheus:9090`. */
  readonly name: string;
  readonly path: string;
}

/** A page as it came, with what it is. */
export interface WebPage {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
}

/** One thing that happened to an object while it was watched. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Wire;
}

/** What is told of a kind while it is followed: all objects, then every update once. */
export type Told =
  | {readonly is: 'page'; readonly objects: readonly Wire[]}
  /** All pages came; changes follow. */
  | {readonly is: 'listed'}
  | {readonly is: 'change'; readonly change: Change}
  /** The server had forgotten what came between these versions; what changed meanwhile was told in its last state. */
  | {readonly is: 'lost'; readonly from: string; readonly to: string}
  | {readonly is: 'cut'; readonly why: string}
  | {readonly is: 'back'};

/** What has been asked of the source so far: printed with the report. */
export interface Asked {
  readonly requests: number;
  readonly bytes: number;
}

/**
 * All the program knows of a cluster, live or recorded. Every method throws {@link Unavailable} for what cannot be
 * had and a UserError (model/failure.ts) for what the person has to mend before anything can be read.
 */
export interface Source {
  readonly origin: Origin;
  /** Wall clock for a cluster, capture time for a bundle. */
  now(): Date;
  /** Pages of wire objects; a page is dropped by the caller before the next is asked for. */
  list(kind: Kind, scope: Scope, signal?: AbortSignal): AsyncIterable<readonly Wire[]>;
  /** Changes from now on, until the signal; only a live cluster has any. */
  watch?(kind: Kind, scope: Scope, signal: AbortSignal): AsyncIterable<Change>;
  /** All objects and then what happens to them, each update once, over cuts and restarts, until the signal. */
  tail?(kind: Kind, scope: Scope, signal: AbortSignal): AsyncIterable<Told>;
  /** Text of a container's log with an RFC 3339 timestamp in front of each line. */
  podLogs(container: ContainerRef, options: LogOptions, signal?: AbortSignal): Promise<string>;
  nodeLogs(node: string, query: NodeLogQuery, signal?: AbortSignal): Promise<readonly NodeLogText[]>;
  kubelet(node: string, endpoint: KubeletEndpoint, signal?: AbortSignal): Promise<string>;
  /** Body of a GET of any API path, such as `/apis/metrics.k8s.io/v1beta1/nodes` or `/readyz?verbose`. */
  raw(path: string, signal?: AbortSignal): Promise<string>;
  proxy(target: ProxyTarget, signal?: AbortSignal): Promise<string>;
  /** The same by API path, in the best of the types in `accept` (as in HTTP) that the page is served in; live only. */
  page?(path: string, accept: string, signal?: AbortSignal): Promise<WebPage>;
  /** Gaps known before anything is asked: what a bundle could not capture. */
  gaps(): readonly Gap[];
  asked(): Asked;
  close(): Promise<void>;
}

export const containerRef = (pod: Ref, container: string): ContainerRef => ({
  namespace: pod.namespace ?? 'default',
  pod: pod.name,
  container,
});

/** The API server path of a proxied page; also the key under which a snapshot keeps it. */
export const proxyPath = ({namespace, kind, name, path}: ProxyTarget): string =>
  `/api/v1/namespaces/${namespace}/${kind}/${name}/proxy/${path.replace(/^\//, '')}`;
