import type {Cluster} from './cluster.ts';
import type {Refuted, Severity, Sighting} from './finding.ts';
import type {Kind} from './kinds.ts';
import type {ContainerRef, KubeletEndpoint, NodeLogQuery, ProxyTarget} from './source.ts';

/** How two findings can hang together; each has one row in `diagnose/relate.ts`. */
export const relations = [
  'is', // the same object, or seen on the same pods
  'owns', // the cause's subject owns the effect's, or the other way round
  'runs on', // the effect's pods run on the cause's node
  'mounts', // the effect's pods mount the cause's claim, volume or class
  'reads', // the effect's pods read the cause's ConfigMap, Secret or ServiceAccount
  'selects', // the effect is a Service that selects the cause's pods
  'routes to', // the effect is an Ingress or route whose backend is the cause's Service
  'calls', // the effect names the cause's Service, pods or address as what it could not reach
  'scales', // the effect is an autoscaler or budget of the cause's workload, or the other way round
  'depends on', // the effect names the cause's subject in `toward`: quota, webhook, APIService, class, budget
  'governs', // the cause is a control-plane or cluster-wide component; the effect is anywhere
] as const;
export type Relation = (typeof relations)[number];

/**
 * A family of symptoms that many rules show and many causes explain. `explains: [{rule: '#restarts', via: 'is'}]`
 * stands for every rule with that tag.
 */
export const tags = [
  'restarts', // a container ends and is started again
  'not-ready', // a pod runs and is not ready
  'not-starting', // a container never ran
  'not-created', // a controller cannot create pods
  'pending', // a pod has no node
  'unavailable', // a workload has fewer ready pods than it wants
  'no-endpoints', // a Service has no ready endpoint
  'client-errors', // an application reports that it cannot reach something
  'dns-errors', // an application reports failed name resolution
  'ingress-errors', // a route leads to nothing
  'job-failed',
  'storage-wait', // a claim or volume is not there yet
  'metrics-missing', // an autoscaler or reader of metrics has no data
  'evicted', // a pod was thrown off its node
  'node-trouble',
  'control-plane',
] as const;
export type Tag = (typeof tags)[number];

export const categories = [
  'workload',
  'scheduling',
  'config',
  'network',
  'storage',
  'node',
  'control-plane',
  'autoscaling',
  'application',
  'security',
  'metrics',
] as const;
export type Category = (typeof categories)[number];

/** Something worth fetching before judging, as data: the rule never fetches. */
export type Lead =
  | {readonly want: 'pod-log'; readonly container: ContainerRef; readonly previous?: boolean; readonly tail?: number}
  | {readonly want: 'node-log'; readonly node: string; readonly query: NodeLogQuery}
  | {readonly want: 'kubelet'; readonly node: string; readonly endpoint: KubeletEndpoint}
  | {readonly want: 'raw'; readonly path: string}
  | {readonly want: 'proxy'; readonly target: ProxyTarget};

export interface Explains {
  /** A rule's name, or `#tag`. */
  readonly rule: string;
  readonly via: Relation;
}

/** The default export of a file in rules/; the file's name is the rule's. */
export interface Rule {
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Why it matters. Becomes the rule's page, with `confirm` and `fix`. */
  readonly why: string;
  /** Commands or steps to confirm it, in general. */
  readonly confirm: readonly string[];
  /** What mends it, in general. */
  readonly fix: readonly string[];
  /** Kinds that must have been read; else the rule is reported as not checked. */
  readonly needs: readonly Kind[];
  /** Log patterns that it reads (names in patterns/). */
  readonly patterns?: readonly string[];
  /** What this rule's findings look like to others. A tagged finding is a symptom: a cause is preferred to it. */
  readonly tags?: readonly Tag[];
  readonly explains?: readonly Explains[];
  /** Where the knowledge comes from: a Kubernetes page, a kernel file. */
  readonly sources?: readonly string[];
  leads?(cluster: Cluster): Iterable<Lead>;
  check(cluster: Cluster): Iterable<Sighting | Refuted>;
}
