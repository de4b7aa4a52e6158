import type {ExpositionFormat, MetricType} from '../../model/exposition.ts';

/** What the samples of a metric are called beside its own name. */
const OPEN: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  gaugehistogram: ['_bucket', '_gcount', '_gsum'],
  summary: ['', '_count', '_sum', '_created'],
  info: ['_info'],
  stateset: [''],
  unknown: [''],
};

const TEXT: Readonly<Record<MetricType, readonly string[]>> = {
  counter: [''],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum'],
  gaugehistogram: ['_bucket', '_count', '_sum', '_gcount', '_gsum'],
  summary: ['', '_count', '_sum'],
  info: [''],
  stateset: [''],
  unknown: [''],
};

export const suffixesOf = (type: MetricType, format: ExpositionFormat): readonly string[] =>
  (format === 'openmetrics' ? OPEN : TEXT)[type];

/** `_bucket` of `rpc_seconds_bucket` where the metric is `rpc_seconds`. */
export const suffixIn = (sample: string, metric: string): string => sample.slice(metric.length);
