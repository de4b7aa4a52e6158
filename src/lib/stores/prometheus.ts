import type {
  MetricMetadata,
  QueryResult,
  Series,
  StoredAlert,
  StoredRule,
  StoredTargets,
  Window,
} from '../model/store.ts';
import {metricTypes} from '../model/exposition.ts';
import {list, map, object, text} from '../model/schema.ts';
import type {Milliseconds} from '../model/time.ts';
import {alertsIn, rulesIn} from './prometheus/rules.ts';
import {resultIn} from './prometheus/result.ts';
import {targetsIn} from './prometheus/targets.ts';
import {answerIn} from './prometheus/answer.ts';

/** Brings the body of a GET below the store's own address. Throws Unavailable. */
export type Get = (path: string, query: URLSearchParams, signal: AbortSignal | undefined) => Promise<string>;

export interface SeriesQuestion extends Partial<Window> {
  readonly match?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

const statuses = ['config', 'flags', 'runtimeinfo', 'buildinfo', 'tsdb', 'walreplay'] as const;
export type StatusPage = (typeof statuses)[number];
export const statusPages: readonly StatusPage[] = statuses;

/**
 * Prometheus' HTTP API, as Prometheus, Thanos, Mimir, Cortex and VictoriaMetrics speak it
 * (https://prometheus.io/docs/prometheus/latest/querying/api/). Only reads.
 */
export class Prometheus {
  readonly #get: Get;
  readonly #signal: AbortSignal | undefined;

  constructor(get: Get, signal?: AbortSignal) {
    this.#get = get;
    this.#signal = signal;
  }

  async query(
    promql: string,
    options: {readonly at?: Milliseconds | undefined; readonly limit?: number} = {},
  ): Promise<QueryResult> {
    return resultIn(await this.#ask('query', {query: promql, time: seconds(options.at), limit: options.limit}));
  }

  /** Prometheus gives at most 11 000 points of a series: a step that would make more is refused by it. */
  async queryRange(
    promql: string,
    window: Window,
    step: Milliseconds,
  ): Promise<{readonly series: readonly Series[]; readonly warnings: readonly string[]}> {
    const asked = {query: promql, start: seconds(window.start), end: seconds(window.end), step: String(step / 1000)};
    const result = resultIn(await this.#ask('query_range', asked));
    return {series: 'series' in result ? result.series : [], warnings: result.warnings};
  }

  async series(question: SeriesQuestion): Promise<ReadonlyArray<Readonly<Record<string, string>>>> {
    return list(map)((await this.#ask('series', asked(question))).data);
  }

  async labels(question: SeriesQuestion = {}): Promise<readonly string[]> {
    return list(text)((await this.#ask('labels', asked(question))).data).filter((name) => name !== undefined);
  }

  async labelValues(name: string, question: SeriesQuestion = {}): Promise<readonly string[]> {
    const path = `label/${encodeURIComponent(name)}/values`;
    return list(text)((await this.#ask(path, asked(question))).data).filter((value) => value !== undefined);
  }

  /** Of one metric or of all; a metric that targets describe differently stands there more than once. */
  async metadata(metric?: string): Promise<readonly MetricMetadata[]> {
    const {data} = await this.#ask('metadata', {metric});
    const entry = object({type: text, help: text, unit: text});
    return Object.entries(typeof data === 'object' && data !== null ? data : {}).flatMap(([name, said]) =>
      list(entry)(said).map(({type, help, unit}) => ({
        name,
        type: metricTypes.find((one) => one === type) ?? 'unknown',
        help: help ?? '',
        unit: unit ?? '',
      })),
    );
  }

  async rules(): Promise<readonly StoredRule[]> {
    return rulesIn((await this.#ask('rules', {})).data);
  }

  async alerts(): Promise<readonly StoredAlert[]> {
    return alertsIn((await this.#ask('alerts', {})).data);
  }

  async targets(state: 'active' | 'dropped' | 'any' = 'any'): Promise<StoredTargets> {
    return targetsIn((await this.#ask('targets', {state})).data);
  }

  /** As the store sends it: what is in it differs between them. */
  async status(page: StatusPage): Promise<unknown> {
    return (await this.#ask(`status/${page}`, {})).data;
  }

  /** The current value of all series that a matcher selects, in the text format. */
  async federate(matchers: readonly string[]): Promise<string> {
    return this.#get(
      'federate',
      new URLSearchParams(matchers.map((matcher): [string, string] => ['match[]', matcher])),
      this.#signal,
    );
  }

  async #ask(path: string, parameters: Parameters) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      const values = Array.isArray(value) ? (value as readonly string[]) : [value as string | number | undefined];
      for (const one of values) if (one !== undefined) query.append(name, String(one));
    }
    return answerIn(await this.#get(`api/v1/${path}`, query, this.#signal), path);
  }
}

type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const seconds = (at: Milliseconds | undefined): string | undefined =>
  at === undefined ? undefined : (at / 1000).toFixed(3);

const asked = ({match, start, end, limit}: SeriesQuestion): Parameters => ({
  'match[]': match,
  start: seconds(start),
  end: seconds(end),
  limit,
});
