import type {Labels, MetricType, Sample} from '../../model/exposition.ts';
import {Buckets} from './buckets.ts';
import {labelKey} from './label-key.ts';
import type {Metadata} from './metadata.ts';
import {exemplarFault, labelFault, valueFault} from './openmetrics-samples.ts';
import {suffixesOf, suffixIn} from './suffixes.ts';
import type {Complain} from './validate.ts';

type About = Extract<Metadata, {readonly name: string}>;

/** One metric of an OpenMetrics page, from its first line to its last. */
export class Metric {
  readonly name: string;
  /** Where it begins. */
  readonly at: number;
  readonly #complain: Complain;
  readonly #said = new Set<About['is']>();
  readonly #groups = new Set<string>();
  readonly #unit: {text: string; at: number} = {text: '', at: 0};
  #type: MetricType = 'unknown';
  #hasSamples = false;
  #group: Group | undefined;

  constructor(name: string, at: number, complain: Complain) {
    this.name = name;
    this.at = at;
    this.#complain = complain;
  }

  owns(sample: string): boolean {
    return sample.startsWith(this.name) && suffixesOf(this.#type, 'openmetrics').includes(suffixIn(sample, this.name));
  }

  /** Sample names that nobody else may use. */
  names(): readonly string[] {
    return [this.name, ...suffixesOf(this.#type, 'openmetrics').map((suffix) => this.name + suffix)];
  }

  metadata(entry: About): void {
    const keyword = entry.is.toUpperCase();
    if (this.#hasSamples) this.#complain(entry.at, `the ${keyword} of ${this.name} stands behind its samples`);
    if (this.#said.has(entry.is)) this.#complain(entry.at, `a second ${keyword} line for ${this.name}`);
    this.#said.add(entry.is);
    if (entry.is === 'type') this.#type = entry.type;
    if (entry.is === 'unit') Object.assign(this.#unit, {text: entry.text, at: entry.at});
  }

  sample(sample: Sample, at: number): void {
    if (!this.#hasSamples) this.#units();
    this.#hasSamples = true;
    const suffix = suffixIn(sample.name, this.name);
    if (!this.owns(sample.name)) {
      const names = suffixesOf(this.#type, 'openmetrics').map((one) => this.name + one);
      this.#complain(at, `the samples of a ${this.#type} are named ${names.join(', ')}, not ${sample.name}`);
      return;
    }
    for (const fault of [
      labelFault(this.#type, suffix, sample.labels, this.name),
      valueFault(this.#type, suffix, sample),
      exemplarFault(this.#type, suffix, sample.exemplar),
    ])
      if (fault !== undefined) this.#complain(at, fault);
    this.#groupFor(sample, at).take(sample, suffix, at);
  }

  end(): void {
    if (!this.#hasSamples) this.#units();
    this.#group?.end();
  }

  #units(): void {
    const {text, at} = this.#unit;
    if (text === '') return;
    if (this.#type === 'info' || this.#type === 'stateset')
      this.#complain(at, `a metric of type ${this.#type} has no unit`);
    else if (!this.name.endsWith(`_${text}`))
      this.#complain(at, `the name ${this.name} does not end with its unit, _${text}`);
  }

  #groupFor(sample: Sample, at: number): Group {
    const key = labelKey(without(sample.labels, this.#type, this.name));
    if (this.#group?.key === key) return this.#group;
    this.#group?.end();
    if (this.#groups.has(key))
      this.#complain(at, `samples of ${this.name} with the same labels do not stand together: {${key}}`);
    this.#groups.add(key);
    return (this.#group = new Group(key, this.#type, this.#complain));
  }
}

/** The labels that tell metrics of one name apart: not those that number the parts of one. */
function without(labels: Labels, type: MetricType, name: string): Labels {
  const part = {histogram: 'le', gaugehistogram: 'le', summary: 'quantile', stateset: name}[type as string];
  if (part === undefined || !Object.hasOwn(labels, part)) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([label]) => label !== part));
}

/** Samples of one metric with the same labels. */
class Group {
  readonly key: string;
  readonly #type: MetricType;
  readonly #complain: Complain;
  readonly #points = new Set<string>();
  readonly #buckets: Buckets | undefined;
  #last: Sample | undefined;

  constructor(key: string, type: MetricType, complain: Complain) {
    this.key = key;
    this.#type = type;
    this.#complain = complain;
    this.#buckets = type === 'histogram' || type === 'gaugehistogram' ? new Buckets(type, complain) : undefined;
  }

  take(sample: Sample, suffix: string, at: number): void {
    this.#times(sample, at);
    this.#last = sample;
    this.#buckets?.take(sample, suffix, at);
  }

  end(): void {
    this.#buckets?.end();
  }

  #times(sample: Sample, at: number): void {
    const last = this.#last;
    if (last !== undefined && this.#type !== 'info') {
      if ((last.timestamp === undefined) !== (sample.timestamp === undefined))
        this.#complain(at, 'some samples of this metric have timestamps and some have none');
      else if (last.timestamp !== undefined && sample.timestamp !== undefined) {
        if (sample.timestamp < last.timestamp) this.#complain(at, 'the timestamps of this metric run backwards');
        if (sample.timestamp > last.timestamp) {
          this.#buckets?.end();
          this.#points.clear();
        }
      }
    }
    const point = `${sample.name}{${labelKey(sample.labels)}} ${String(sample.timestamp)}`;
    if (this.#points.has(point)) this.#complain(at, `the sample ${sample.name} stands here twice`);
    this.#points.add(point);
  }
}
