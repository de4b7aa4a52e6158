import type {Ref} from './ref.ts';

/** One metric of an autoscaler, its five kinds made one. */
export interface HpaMetric {
  /** `cpu`, `http_requests`, `queue_length`. */
  readonly name: string;
  readonly source: 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';
  /** `container app`, `Ingress web`: of what. */
  readonly of: string | undefined;
  /** Which API serves it. */
  readonly group: 'metrics.k8s.io' | 'custom.metrics.k8s.io' | 'external.metrics.k8s.io';
  /** percent: of the request; average: an amount per pod; value: one amount for all. */
  readonly unit: 'percent' | 'average' | 'value';
  readonly target: number;
  readonly current: number | undefined;
}

/** A station on the way HPA → target, → APIService → adapter → series, and what is wrong there. */
export interface Hop {
  readonly at: 'target' | 'APIService' | 'adapter' | 'request' | 'series';
  readonly name: string;
  readonly because: string;
}

export interface MetricAnswer extends HpaMetric {
  /** What it alone would want; undefined without a figure. */
  readonly wants: number | undefined;
  /** Where the way from the autoscaler to the series is interrupted first. */
  readonly broken: Hop | undefined;
}

/** An autoscaler, and what its figures come to. */
export interface HpaAnswer {
  readonly ref: Ref;
  readonly target: Ref;
  readonly replicas: number;
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly MetricAnswer[];
  /** What it would come to if the figures stayed, within its bounds; undefined when no figure is known. */
  readonly wanted: number | undefined;
  /** How far the next period's policies let it go toward that. */
  readonly next: number | undefined;
  /** Seconds that a lower wish must last before it is followed. */
  readonly shrinksAfter: number;
  readonly lastScale: string | undefined;
  readonly conditions: ReadonlyArray<{
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }>;
}
