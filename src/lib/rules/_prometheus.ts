import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Service} from '../model/kube/network.ts';
import type {Ref} from '../model/ref.ts';
import {type Decoded, isObject, list, map, object, text, word} from '../model/schema.ts';
import {proxyPath, type ProxyTarget} from '../model/source.ts';

const activeTarget = object({
  scrapeUrl: text,
  scrapePool: word,
  labels: map,
  discoveredLabels: map,
  lastError: text,
  lastScrape: text,
  health: word,
});
const answer = object({data: object({activeTargets: list(activeTarget)})});
export type ScrapeTarget = Decoded<typeof activeTarget>;

const ASKED_AT_MOST = 3;
const PATH = 'api/v1/targets?state=active';

/** What has Prometheus in its name and is something else. */
const OTHERS =
  /operator|exporter|adapter|push-?gateway|alert-?manager|kube-state|blackbox|thanos|grafana|webhook|metrics-server/i;

const portOf = ({spec}: Service) =>
  spec.ports.find(({port}) => port === 9090) ??
  spec.ports.find(({name}) => /^(?:web|http-web|https-web|https?|prometheus)$/.test(name ?? ''));

function isPrometheus(service: Service): boolean {
  const {name, labels} = service.metadata;
  const said = labels['app.kubernetes.io/name'] ?? labels['app'] ?? '';
  if (OTHERS.test(name) || OTHERS.test(said) || service.spec.type === 'ExternalName') return false;
  return /^prometheus(?:-server)?$/.test(said) || labels['app'] === 'prometheus' || name.includes('prometheus');
}

export interface Prometheus {
  readonly ref: Ref;
  readonly target: ProxyTarget;
}

/** Services behind which a Prometheus seems to stand; those with a cluster address first. */
export function prometheuses(cluster: Cluster): readonly Prometheus[] {
  const found = cluster
    .all('Service')
    .filter(
      (service) =>
        isPrometheus(service) && portOf(service) !== undefined && cluster.network.backendsOf(service)?.ready !== 0,
    );
  const rank = ({spec}: Service): number =>
    (spec.clusterIP === 'None' ? 1 : 0) + (portOf({spec} as Service)?.port === 9090 ? 0 : 2);
  return found
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, ASKED_AT_MOST)
    .map((service): Prometheus => {
      const port = portOf(service);
      const scheme = (port?.name ?? '').startsWith('https') || port?.port === 443 ? 'https:' : '';
      return {
        ref: refOf('Service', service),
        target: {
          namespace: service.metadata.namespace ?? 'default',
          kind: 'services',
          name: `${scheme}${service.metadata.name}:${String(port?.port ?? 9090)}`,
          path: PATH,
        },
      };
    });
}

export interface Scrape {
  readonly by: Ref;
  readonly target: ScrapeTarget;
}

/** Active targets as Prometheus lists them, each once; undefined when none could be asked. */
export function scrapes(cluster: Cluster): readonly Scrape[] | undefined {
  const pages = prometheuses(cluster).flatMap(({ref: by, target}) => {
    const targets = parseTargets(cluster.snapshot.pages.get(proxyPath(target)));
    return targets === undefined ? [] : [targets.map((one) => ({by, target: one}))];
  });
  if (pages.length === 0) return undefined;
  // Two Services often lead to one Prometheus, and two replicas scrape the same targets.
  return [
    ...new Map(
      pages.flat().map((one) => [`${one.target.scrapePool ?? ''} ${one.target.scrapeUrl ?? ''}`, one]),
    ).values(),
  ];
}

export function parseTargets(page: string | undefined): readonly ScrapeTarget[] | undefined {
  try {
    const raw: unknown = JSON.parse(page ?? '');
    return isObject(raw) && raw['status'] === 'success' ? answer(raw).data.activeTargets : undefined;
  } catch {
    return undefined;
  }
}
