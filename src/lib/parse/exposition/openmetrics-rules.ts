import type {Sample} from '../../model/exposition.ts';
import type {Entry} from './entries.ts';
import {Metric} from './openmetrics-metric.ts';
import type {Complain} from './validate.ts';

/**
 * What OpenMetrics 1.0 asks for beyond its grammar: metadata once and in front, samples of a metric together, names and
 * labels that fit the type, values that the type can have. The metric at hand is judged when the next one begins.
 */
export class OpenMetricsRules {
  readonly #complain: Complain;
  /** Sample names that metrics before this one have, by the metric. */
  readonly #taken = new Map<string, string>();
  readonly #seen = new Set<string>();
  #metric: Metric | undefined;

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  take(entry: Entry): void {
    switch (entry.is) {
      case 'sample':
        this.#sample(entry.sample, entry.at);
        return;
      case 'help':
      case 'unit':
      case 'type': {
        const metric = this.#metric?.name === entry.name ? this.#metric : this.#begin(entry.name, entry.at);
        metric.metadata(entry);
        return;
      }
      case 'eof':
        return;
    }
  }

  end(): void {
    this.#finish();
  }

  #sample(sample: Sample, at: number): void {
    const isOwn = this.#metric?.owns(sample.name) === true || this.#metric?.name === sample.name;
    const metric = isOwn && this.#metric !== undefined ? this.#metric : this.#begin(sample.name, at);
    metric.sample(sample, at);
  }

  #begin(name: string, at: number): Metric {
    this.#finish();
    if (this.#seen.has(name)) this.#complain(at, `the metric ${name} began further up: its lines must stand together`);
    this.#seen.add(name);
    return (this.#metric = new Metric(name, at, this.#complain));
  }

  #finish(): void {
    const metric = this.#metric;
    if (metric === undefined) return;
    metric.end();
    for (const name of metric.names()) {
      const other = this.#taken.get(name);
      if (other !== undefined && other !== metric.name)
        this.#complain(metric.at, `the metrics ${other} and ${metric.name} both have samples named ${name}`);
      this.#taken.set(name, metric.name);
    }
  }
}
