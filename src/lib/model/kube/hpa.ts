import {type Decoded, list, maybe, name, number, object, textOrNumber, word} from '../schema.ts';
import {condition, meta, selector} from './meta.ts';

/** HorizontalPodAutoscaler (autoscaling/v2) with its figures, for those who reckon with them. */

const target = object({type: word, averageUtilization: number, averageValue: textOrNumber, value: textOrNumber});
const metricName = object({name: name, selector: maybe(selector)});
const described = object({kind: word, apiVersion: word, name: name});

const spec = object({
  type: word,
  resource: maybe(object({name: name, target})),
  containerResource: maybe(object({name: name, container: word, target})),
  pods: maybe(object({metric: metricName, target})),
  object: maybe(object({metric: metricName, target, describedObject: described})),
  external: maybe(object({metric: metricName, target})),
});
export type MetricSpec = Decoded<typeof spec>;

const figures = object({averageUtilization: number, averageValue: textOrNumber, value: textOrNumber});
const status = object({
  type: word,
  resource: maybe(object({name: name, current: figures})),
  containerResource: maybe(object({name: name, container: word, current: figures})),
  pods: maybe(object({metric: metricName, current: figures})),
  object: maybe(object({metric: metricName, current: figures, describedObject: described})),
  external: maybe(object({metric: metricName, current: figures})),
});
export type MetricStatus = Decoded<typeof status>;

const policy = object({type: word, value: number, periodSeconds: number});
const rules = object({
  stabilizationWindowSeconds: number,
  selectPolicy: word,
  policies: list(policy),
  tolerance: textOrNumber,
});
export type ScalingRules = Decoded<typeof rules>;

export const autoscaler = object({
  metadata: meta,
  spec: object({
    scaleTargetRef: object({kind: word, name: name, apiVersion: word}),
    minReplicas: number,
    maxReplicas: number,
    metrics: list(spec),
    behavior: object({scaleUp: maybe(rules), scaleDown: maybe(rules)}),
  }),
  status: object({
    currentReplicas: number,
    desiredReplicas: number,
    lastScaleTime: word,
    currentMetrics: list(status),
    conditions: list(condition),
  }),
});
export type AutoscalerWire = Decoded<typeof autoscaler>;
