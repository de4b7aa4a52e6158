import {conditionOf} from '../../model/containers.ts';
import {kindRow, type KubeObject} from '../../model/kinds.ts';
import type {Hop, HpaMetric} from '../../model/hpa-answer.ts';
import type {AutoscalerWire} from '../../model/kube/hpa.ts';
import {type Gap, type Source, Unavailable} from '../../model/source.ts';

type ApiService = KubeObject<'APIService'>;

/** What stands between autoscalers and their figures, read once for all of them. */
export class Hops {
  readonly services: readonly ApiService[];
  /** Ready endpoints by `namespace/name` of a Service; undefined when they could not be read. */
  readonly ready: ReadonlyMap<string, number> | undefined;
  readonly gaps: readonly Gap[];

  private constructor(services: readonly ApiService[], ready: Hops['ready'], gaps: readonly Gap[]) {
    [this.services, this.ready, this.gaps] = [services, ready, gaps];
  }

  static async read(source: Source, signal?: AbortSignal): Promise<Hops> {
    const gaps: Gap[] = [];
    const services = await all(source, 'APIService', gaps, signal);
    const slices = await all(source, 'EndpointSlice', gaps, signal);
    const ready = new Map<string, number>();
    for (const {metadata, endpoints} of slices ?? []) {
      const key = `${metadata.namespace ?? ''}/${metadata.labels['kubernetes.io/service-name'] ?? ''}`;
      ready.set(key, (ready.get(key) ?? 0) + endpoints.filter(({conditions}) => conditions.ready !== false).length);
    }
    return new Hops(services ?? [], slices === undefined ? undefined : ready, gaps);
  }
}

async function all<K extends 'APIService' | 'EndpointSlice'>(
  source: Source,
  kind: K,
  gaps: Gap[],
  signal?: AbortSignal,
): Promise<ReadonlyArray<KubeObject<K>> | undefined> {
  const found: Array<KubeObject<K>> = [];
  try {
    for await (const page of source.list(kind, {}, signal))
      found.push(...page.map((wire) => kindRow(kind).decode(wire) as KubeObject<K>));
    return found;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    gaps.push({...error.gap, what: kind});
    return undefined;
  }
}

/** `missing request for cpu in container app of Pod shop/web-1` (replica_calculator.go). */
const NO_REQUEST = /missing request for [^.;]*/;

/** The first station that does not work; undefined when a figure arrives, or nothing can be told. */
export async function brokenHop(
  source: Source,
  {metadata, spec, status}: AutoscalerWire,
  metric: HpaMetric,
  hops: Hops,
  signal?: AbortSignal,
): Promise<Hop | undefined> {
  const able = conditionOf(status.conditions, 'AbleToScale');
  const scaled = `${spec.scaleTargetRef.kind ?? ''}/${spec.scaleTargetRef.name}`;
  if (able?.status === 'False' && able.reason === 'FailedGetScale')
    return {at: 'target', name: scaled, because: able.message ?? 'its scale cannot be read'};
  // With no replicas the controller rests, and asks for nothing.
  if (metric.current !== undefined || status.currentReplicas === 0) return undefined;
  const api = hops.services.find(({spec: of}) => of.group === metric.group);
  if (api === undefined)
    return hops.gaps.some(({what}) => what === 'APIService')
      ? undefined
      : {at: 'APIService', name: metric.group, because: 'no adapter is registered for this API'};
  const broken = brokenService(api, hops);
  if (broken !== undefined) return broken;
  const said = conditionOf(status.conditions, 'ScalingActive')?.message ?? '';
  const request = NO_REQUEST.exec(said)?.[0];
  if (metric.unit === 'percent' && request !== undefined) return {at: 'request', name: scaled, because: request};
  return seriesHop(source, metadata.namespace ?? 'default', metric, api, signal);
}

function brokenService(api: ApiService, {ready}: Hops): Hop | undefined {
  const {service} = api.spec;
  const behind = service && `${service.namespace ?? ''}/${service.name}`;
  const available = conditionOf(api.status.conditions, 'Available');
  if (behind !== undefined && ready?.get(behind) === 0)
    return {at: 'adapter', name: behind, because: 'its Service has no ready endpoint'};
  if (available?.status === 'False')
    return {
      at: 'APIService',
      name: api.metadata.name,
      because: `${available.reason ?? ''}: ${available.message ?? ''}`,
    };
  return undefined;
}

/** Asks for the series itself, as the controller does. */
async function seriesHop(
  source: Source,
  namespace: string,
  {name, source: kind, group}: HpaMetric,
  api: ApiService,
  signal: AbortSignal | undefined,
): Promise<Hop | undefined> {
  const base = `/apis/${group}/${api.spec.version ?? 'v1beta1'}/namespaces/${encodeURIComponent(namespace)}`;
  const path = {
    Resource: `${base}/pods`,
    ContainerResource: `${base}/pods`,
    Pods: `${base}/pods/*/${encodeURIComponent(name)}`,
    Object: undefined,
    External: `${base}/${encodeURIComponent(name)}`,
  }[kind];
  if (path === undefined) return undefined;
  try {
    const {items} = JSON.parse(await source.raw(path, signal)) as {items?: readonly unknown[]};
    return (items ?? []).length === 0
      ? {at: 'series', name, because: 'the adapter knows it and has no value now'}
      : undefined;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return {at: 'series', name, because: error.gap.hint ?? error.gap.why};
  }
}
