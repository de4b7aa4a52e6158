import type {Milliseconds} from './time.ts';

/** What an endpoint says of itself in Prometheus' exposition formats: text 0.0.4 and 1.0.0, OpenMetrics 1.0, protobuf. */

export type ExpositionFormat = 'text' | 'openmetrics' | 'protobuf';

export const metricTypes = [
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
] as const;
/** `untyped` of the text format is `unknown` here. */
export type MetricType = (typeof metricTypes)[number];

export type Labels = Readonly<Record<string, string>>;

export interface Exemplar {
  readonly labels: Labels;
  readonly value: number;
  readonly timestamp: Milliseconds | undefined;
}

export interface Sample {
  /** With its suffix: `http_requests_total`, `rpc_seconds_bucket`. */
  readonly name: string;
  /** Without `__name__`. */
  readonly labels: Labels;
  readonly value: number;
  /** Unix time, where the page gives one. */
  readonly timestamp: Milliseconds | undefined;
  readonly exemplar?: Exemplar | undefined;
  /** Of the page, from 1; 0 where the page has no lines. */
  readonly line: number;
}

/** Samples of one name as it was declared, with what is said about them. */
export interface Family {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string | undefined;
  readonly unit: string | undefined;
  readonly samples: readonly Sample[];
}

/** Something on a page that is not as the format wants it. Lines and columns (in characters) count from 1. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
