import type {MetricType, Sample} from '../../model/exposition.ts';
import type {Entry} from './entries.ts';
import {float} from './number.ts';
import {suffixesOf, suffixIn} from './suffixes.ts';
import type {Complain} from './validate.ts';

interface Declared {
  readonly name: string;
  hasHelp: boolean;
  type: MetricType | undefined;
  hasSamples: boolean;
}

/** What the text format asks for beyond its grammar (Prometheus' instrumenting docs, and Go's expfmt, its reference). */
export class TextRules {
  readonly #complain: Complain;
  readonly #metrics = new Map<string, Declared>();
  readonly #owners = new Map<string, Declared>();

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  take(entry: Entry): void {
    switch (entry.is) {
      case 'help': {
        const metric = this.#named(entry.name);
        if (metric.hasHelp) this.#complain(entry.at, `a second HELP line for ${entry.name}`);
        metric.hasHelp = true;
        return;
      }
      case 'type':
        this.#type(entry.name, entry.type, entry.at);
        return;
      case 'sample':
        this.#sample(entry.sample, entry.at);
        return;
      case 'unit':
      case 'eof':
        return;
    }
  }

  end(): void {
    // Nothing that only the end of a page shows.
  }

  #type(name: string, type: MetricType, at: number): void {
    const metric = this.#named(name);
    if (metric.type !== undefined) this.#complain(at, `a second TYPE line for ${name}`);
    else if (metric.hasSamples) this.#complain(at, `the TYPE of ${name} stands behind its samples`);
    metric.type ??= type;
    for (const suffix of suffixesOf(metric.type, 'text')) this.#owners.set(name + suffix, metric);
  }

  #sample(sample: Sample, at: number): void {
    const metric = this.#owners.get(sample.name) ?? this.#own(sample.name);
    metric.hasSamples = true;
    const {le, quantile} = sample.labels;
    const suffix = suffixIn(sample.name, metric.name);
    if (metric.type === 'histogram') {
      if (suffix === '_bucket') this.#boundary(at, 'le', le);
      if (suffix !== '_sum' && sample.value < 0) this.#complain(at, `a negative count of the histogram ${metric.name}`);
    }
    if (metric.type === 'summary') {
      if (suffix === '') this.#boundary(at, 'quantile', quantile);
      if (suffix === '_count' && sample.value < 0) this.#complain(at, `a negative count of the summary ${metric.name}`);
    }
  }

  #boundary(at: number, label: string, value: string | undefined): void {
    if (value !== undefined && float(value) === undefined)
      this.#complain(at, `the label ${label} is no number: ${JSON.stringify(value.slice(0, 60))}`);
  }

  #own(name: string): Declared {
    const metric = this.#named(name);
    this.#owners.set(name, metric);
    return metric;
  }

  #named(name: string): Declared {
    const known = this.#metrics.get(name);
    if (known !== undefined) return known;
    const metric: Declared = {name, hasHelp: false, type: undefined, hasSamples: false};
    this.#metrics.set(name, metric);
    return metric;
  }
}
