import type {Labels, MetricType} from './exposition.ts';
import type {Milliseconds} from './time.ts';

/** What a store of series (Prometheus and its kin) answers. Times are Unix milliseconds. */

export interface Point {
  readonly at: Milliseconds;
  readonly value: number;
}

export interface Series {
  /** With `__name__` where the result has a name. */
  readonly labels: Labels;
  readonly points: readonly Point[];
  /** How many points are native histograms, which have no single value and are left out. */
  readonly histograms: number;
}

export type QueryResult =
  | {readonly is: 'vector' | 'matrix'; readonly series: readonly Series[]; readonly warnings: readonly string[]}
  | {readonly is: 'scalar'; readonly point: Point; readonly warnings: readonly string[]}
  | {readonly is: 'string'; readonly text: string; readonly warnings: readonly string[]};

export interface Window {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
}

export interface MetricMetadata {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
}

export interface StoredAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: string;
  readonly activeAt: string | undefined;
  readonly value: string | undefined;
}

export interface StoredRule {
  readonly group: string;
  readonly file: string;
  readonly name: string;
  readonly is: 'alert' | 'recording';
  readonly query: string;
  /** Of an alert: how long its condition must hold. */
  readonly hold: Milliseconds;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: string | undefined;
  readonly health: string;
  readonly lastError: string | undefined;
  readonly evaluationTime: Milliseconds | undefined;
  readonly alerts: readonly StoredAlert[];
}

export interface StoredTarget {
  readonly pool: string;
  readonly url: string;
  readonly health: string;
  readonly labels: Labels;
  readonly discovered: Labels;
  readonly lastError: string;
  readonly lastScrape: string | undefined;
  readonly duration: Milliseconds | undefined;
}

export interface StoredTargets {
  readonly active: readonly StoredTarget[];
  /** Labels as they were discovered. */
  readonly dropped: readonly Labels[];
}
