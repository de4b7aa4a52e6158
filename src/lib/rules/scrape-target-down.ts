import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {isReady} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof, proof} from '../model/proof.ts';
import {distinctRefs, type Ref, refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE, SECOND} from '../model/time.ts';
import {isNodeReady} from './_nodes.ts';
import {prometheuses, type Scrape, type ScrapeTarget, scrapes} from './_prometheus.ts';
import {brief, inNamespace, isActive, named} from './_story.ts';

interface Down extends Scrape {
  readonly subject: Ref;
  readonly pod: Pod | undefined;
}

interface Address {
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

function addressOf({scrapeUrl = ''}: ScrapeTarget): Address | undefined {
  try {
    const {hostname, port, protocol, pathname} = new URL(scrapeUrl);
    return {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (protocol === 'https:' ? '443' : '80') : port,
      path: pathname,
    };
  } catch {
    return undefined;
  }
}

const META = '__meta_kubernetes_';

/** The pod that a target says it is, or that has its address; null when it says one that is gone. */
function podOf(
  cluster: Cluster,
  {labels, discoveredLabels: found}: ScrapeTarget,
  {host}: Address,
): Pod | null | undefined {
  const name = found[`${META}pod_name`] ?? labels['pod'];
  const namespace = found[`${META}namespace`] ?? labels['namespace'];
  if (name !== undefined && namespace !== undefined) return cluster.get('Pod', namespace, name) ?? null;
  return cluster.network.podWithIp(host);
}

/** A pod on the node's network has no address of its own: its port tells it. */
const hostPodAt = (cluster: Cluster, node: string, port: string): Pod | undefined =>
  cluster.podsOn(node).find((pod) => pod.spec.hostNetwork === true && isActive(pod) && portsOf(pod).includes(port));

const portsOf = ({spec}: Pod): readonly string[] =>
  [...spec.containers, ...spec.initContainers].flatMap(({ports}) =>
    ports.map(({containerPort}) => String(containerPort ?? '')),
  );

/** How long a pod may take to open its ports. */
const OPENING = 15 * SECOND;

/**
 * A probe says that a young pod serves, no container declares the port that was asked, and it was asked when the pod had
 * had time to open it: it will not come.
 */
function isMistaken(pod: Pod, {lastScrape}: ScrapeTarget, {port}: Address): boolean {
  const isProbed = pod.spec.containers.some(({readinessProbe}) => readinessProbe !== undefined);
  const lasted = Date.parse(lastScrape ?? '') - Date.parse(pod.status.startTime ?? '');
  return isProbed && !portsOf(pod).includes(port) && lasted > OPENING;
}

/** Metrics of a pod that is not ready, or that has just begun, are missing for another reason. */
const isSettled = (cluster: Cluster, pod: Pod, target: ScrapeTarget, address: Address): boolean =>
  isActive(pod) &&
  isReady(pod) &&
  ((ageOf(pod.status.startTime, cluster.now) ?? Infinity) > MINUTE || isMistaken(pod, target, address));

function joined(cluster: Cluster, scrape: Scrape): Down | undefined {
  const address = addressOf(scrape.target);
  if (address === undefined) return undefined;
  const pod = podOf(cluster, scrape.target, address);
  if (pod === null) return undefined;
  if (pod !== undefined)
    return isSettled(cluster, pod, scrape.target, address)
      ? {...scrape, pod, subject: cluster.owners.topOf(refOf('Pod', pod))}
      : undefined;
  return joinedByAddress(cluster, scrape, address);
}

function joinedByAddress(cluster: Cluster, scrape: Scrape, address: Address): Down | undefined {
  const {host, port} = address;
  const to = cluster.calls.resolve(host, scrape.by.namespace ?? 'default');
  if (to.is === 'service' || to.is === 'missing service') return {...scrape, pod: undefined, subject: to.ref};
  if (to.is !== 'node') return undefined;
  const pod = hostPodAt(cluster, to.ref.name, port);
  if (pod !== undefined)
    return isSettled(cluster, pod, scrape.target, address)
      ? {...scrape, pod, subject: cluster.owners.topOf(refOf('Pod', pod))}
      : undefined;
  const node = cluster.get('Node', undefined, to.ref.name);
  return node !== undefined && isNodeReady(node) ? {...scrape, pod: undefined, subject: to.ref} : undefined;
}

type Tell = (address: Address, pod: Pod | undefined, found: RegExpExecArray) => string;

const declared = ({port}: Address, pod: Pod | undefined): string => {
  const ports = pod === undefined ? [] : [...new Set(portsOf(pod))].filter((one) => one !== '');
  return ports.length === 0 || ports.includes(port) ? '' : ` (the container declares ${ports.slice(0, 4).join(', ')})`;
};

/** What Prometheus writes into lastError (scrape/scrape.go, Go's net and net/http, model/textparse). */
const MEANINGS: ReadonlyArray<readonly [RegExp, Tell]> = [
  [/connection refused/, (address, pod) => `nothing listens on port ${address.port}${declared(address, pod)}`],
  [/HTTP status 404/, ({path}) => `there is no page at ${path} (HTTP 404)`],
  [/HTTP status (401|403)/, (_, _pod, [, code = '']) => `Prometheus may not read the page (HTTP ${code})`],
  [/HTTP status (\d{3})/, (_, _pod, [, code = '']) => `the page answers with HTTP ${code}`],
  [/gave HTTP response to HTTPS client/, ({port}) => `port ${port} speaks plain HTTP and the target says https`],
  [
    /malformed HTTP (?:response|status)|HTTP status 400|transport connection broken/,
    ({port}) => `port ${port} does not speak HTTP, or wants https`,
  ],
  [/x509: [^"]*|tls: [^"]*/, (_, _pod, [what]) => `the certificate is not accepted (${brief(what, 100)})`],
  [/no such host/, ({host}) => `the name ${host} does not resolve`],
  [/no route to host|network is unreachable/, ({host}) => `there is no route to ${host}`],
  [
    /deadline exceeded|i\/o timeout|Client\.Timeout/,
    ({port}, pod) =>
      `no answer on port ${port} within the scrape timeout${pod === undefined ? '' : declared({host: '', port, path: ''}, pod)}`,
  ],
  [
    /sample limit|label limit|label value length|body size limit|target limit/i,
    (_, _pod, [what]) => `the page exceeds the ${what}`,
  ],
  [
    /unsupported Content-Type|start token|while parsing|invalid metric|parse error|unexpected end of input|expected .* got/i,
    ({path}) => `what stands at ${path} is not in the Prometheus format`,
  ],
  [/connection reset|EOF/, ({port}) => `the connection to port ${port} is cut`],
];

function meaning(target: ScrapeTarget, address: Address, pod: Pod | undefined): string {
  const said = target.lastError ?? '';
  for (const [wording, tell] of MEANINGS) {
    const found = wording.exec(said);
    if (found !== null) return tell(address, pod, found);
  }
  return brief(said, 160);
}

const pageProof = ({by, target}: Scrape): Evidence =>
  fieldProof(
    by,
    '/api/v1/targets',
    `health: ${target.health ?? ''}, scrapeUrl: ${target.scrapeUrl ?? ''}, lastError: ${target.lastError ?? ''}`,
    target.lastScrape,
  );

const ANNOTATIONS = ['prometheus.io/port', 'prometheus.io/path', 'prometheus.io/scheme'] as const;

function* annotationProof(pod: Pod | undefined): Generator<Evidence> {
  if (pod?.metadata.annotations['prometheus.io/scrape'] === undefined) return;
  for (const key of ANNOTATIONS) {
    const value = pod.metadata.annotations[key];
    if (value !== undefined) yield fieldProof(refOf('Pod', pod), `metadata.annotations["${key}"]`, value);
  }
}

function sighting(subject: Ref, group: readonly [Down, ...Down[]]): Sighting {
  const [shown] = group;
  const {target, pod, by} = shown;
  const address = addressOf(target) ?? {host: '', port: '', path: ''};
  const objects = distinctRefs(group.flatMap((one) => (one.pod === undefined ? [] : [refOf('Pod', one.pod)])));
  const isUndeclared = declared(address, pod) !== '';
  return {
    subject,
    summary: `Prometheus cannot scrape ${named(subject)}: target ${target.scrapeUrl ?? ''} is down, ${meaning(target, address, pod)}${group.length > 1 ? ` (${String(group.length)} targets)` : ''}`,
    since: isUndeclared ? earliest(group.map((one) => one.pod?.status.startTime)) : undefined,
    objects,
    evidence: proof(pageProof(shown), ...annotationProof(pod)),
    confirm: [
      `${inNamespace(by)} port-forward service/${by.name} 9090, then http://localhost:9090/targets`,
      ...(pod === undefined ? [] : [`${inNamespace(subject)} port-forward ${pod.metadata.name} ${address.port}`]),
    ],
    fix: isUndeclared
      ? [
          `set prometheus.io/port (or the port of the ServiceMonitor or PodMonitor) to the one on which the container serves metrics, or make it listen on ${address.port}`,
        ]
      : [],
  };
}

/** When most of what it scrapes is down, it is Prometheus or its network, not the targets. */
const MOST = 0.5;
const MANY_SUBJECTS = 5;

const blind = (all: readonly Scrape[], down: readonly Scrape[], [first]: readonly [Down, ...Down[]]): Sighting => ({
  subject: first.by,
  summary: `${named(first.by)}: Prometheus cannot scrape ${String(down.length)} of its ${String(all.length)} targets (${brief(first.target.lastError ?? '', 120)})`,
  evidence: proof(pageProof(first), ...down.slice(1, 4).map(pageProof)),
});

export default {
  title: 'Prometheus cannot scrape a target',
  category: 'metrics',
  severity: 'medium',
  why: 'The application works, but nothing is measured: its alerts cannot fire, its dashboards are empty, and autoscalers that use its metrics are blind.',
  confirm: [
    'the page Status, Targets of Prometheus: health down and the last error',
    'kubectl port-forward <pod> <port>, then curl localhost:<port>/metrics',
  ],
  fix: [
    'correct the port, path or scheme: annotations prometheus.io/port, /path, /scheme, or the ServiceMonitor or PodMonitor',
    'make the application serve metrics on that port, on all addresses',
    'let the NetworkPolicy admit Prometheus',
  ],
  needs: ['Pod', 'Service'],
  sources: ['https://prometheus.io/docs/prometheus/latest/querying/api/#targets'],
  *leads(cluster) {
    for (const {target} of prometheuses(cluster)) yield {want: 'proxy', target};
  },
  *check(cluster) {
    const all = scrapes(cluster) ?? [];
    const down = all.filter(({target}) => target.health === 'down');
    const found = down.map((one) => joined(cluster, one)).filter((one) => one !== undefined);
    const groups = [...Map.groupBy(found, ({subject}) => refKey(subject)).values()];
    const [any, ...others] = found;
    if (any !== undefined && groups.length >= MANY_SUBJECTS && down.length > all.length * MOST) {
      yield blind(all, down, [any, ...others]);
      return;
    }
    for (const [first, ...rest] of groups) if (first !== undefined) yield sighting(first.subject, [first, ...rest]);
  },
} satisfies Rule;
