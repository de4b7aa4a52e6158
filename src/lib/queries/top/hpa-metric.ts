import type {HpaMetric} from '../../model/hpa-answer.ts';
import type {AutoscalerWire, MetricSpec, MetricStatus} from '../../model/kube/hpa.ts';
import {quantity} from '../../parse/quantity.ts';

const SOURCES = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
} as const;
const GROUPS = {
  Resource: 'metrics.k8s.io',
  ContainerResource: 'metrics.k8s.io',
  Pods: 'custom.metrics.k8s.io',
  Object: 'custom.metrics.k8s.io',
  External: 'external.metrics.k8s.io',
} as const;

const number = (raw: string | number | undefined): number | undefined =>
  typeof raw === 'number' ? raw : quantity(raw);

/** Metrics of an autoscaler with their figures, in the order of its spec. */
export const metricsOf = ({spec, status}: AutoscalerWire): readonly HpaMetric[] =>
  spec.metrics.flatMap((one) => metricOf(one, status.currentMetrics) ?? []);

function metricOf(one: MetricSpec, figures: readonly MetricStatus[]): HpaMetric | undefined {
  const source = (Object.keys(SOURCES) as Array<keyof typeof SOURCES>).find((key) => key === one.type);
  const body = source === undefined ? undefined : one[SOURCES[source]];
  if (source === undefined || body === undefined) return undefined;
  const {target} = body;
  const unit =
    target.averageUtilization !== undefined ? 'percent' : target.averageValue !== undefined ? 'average' : 'value';
  const wanted = {
    percent: target.averageUtilization,
    average: number(target.averageValue),
    value: number(target.value),
  }[unit];
  if (wanted === undefined || wanted === 0) return undefined;
  const now = figures.find((figure) => figure.type === source && idOf(figure) === idOf(one));
  const current = now?.[SOURCES[source]]?.current;
  return {
    name: 'metric' in body ? body.metric.name : body.name,
    source,
    of: ofWhat(one),
    group: GROUPS[source],
    unit,
    target: wanted,
    current: {
      percent: current?.averageUtilization,
      average: number(current?.averageValue),
      value: number(current?.value),
    }[unit],
  };
}

const idOf = (one: MetricSpec | MetricStatus): string => {
  const {resource, containerResource, pods, object, external} = one;
  return [
    resource?.name,
    containerResource === undefined ? undefined : `${containerResource.container ?? ''}/${containerResource.name}`,
    pods?.metric.name,
    object === undefined ? undefined : `${object.describedObject.name}/${object.metric.name}`,
    external?.metric.name,
  ].join('|');
};

function ofWhat({containerResource, object}: MetricSpec): string | undefined {
  if (containerResource !== undefined) return `container ${containerResource.container ?? ''}`;
  return object === undefined ? undefined : `${object.describedObject.kind ?? ''} ${object.describedObject.name}`;
}
