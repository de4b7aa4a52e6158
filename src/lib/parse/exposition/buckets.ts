import type {Sample} from '../../model/exposition.ts';
import {float} from './number.ts';
import type {Complain} from './validate.ts';

/** One histogram at one moment: its buckets, sum and count must agree. */
export class Buckets {
  readonly #isGauge: boolean;
  readonly #complain: Complain;
  #at = 0;
  #bound = -Infinity;
  #cumulated = 0;
  #hasBuckets = false;
  #hasNegative = false;
  #sum: number | undefined;
  #count: number | undefined;

  constructor(type: 'histogram' | 'gaugehistogram', complain: Complain) {
    this.#isGauge = type === 'gaugehistogram';
    this.#complain = complain;
  }

  take({labels, value}: Sample, suffix: string, at: number): void {
    this.#at = at;
    if (suffix === '_bucket') this.#bucket(float(labels['le'] ?? '') ?? NaN, value, at);
    if (suffix === '_sum' || suffix === '_gsum') this.#sum = value;
    if (suffix === '_count' || suffix === '_gcount') this.#count = value;
  }

  end(): void {
    const [count, sum] = this.#isGauge ? ['_gcount', '_gsum'] : ['_count', '_sum'];
    if (!this.#hasBuckets || this.#bound !== Infinity)
      this.#complain(this.#at, 'the histogram has no bucket le="+Inf" at its end');
    else if (this.#count !== undefined && this.#count !== this.#cumulated)
      this.#complain(this.#at, `${count} is ${this.#count}, but the bucket le="+Inf" holds ${this.#cumulated}`);
    if ((this.#count === undefined) !== (this.#sum === undefined) && !this.#hasNegative)
      this.#complain(this.#at, `${count} and ${sum} stand together or not at all`);
    if (this.#sum !== undefined && this.#hasNegative && !this.#isGauge)
      this.#complain(this.#at, 'a histogram with negative buckets has no _sum');
    if (this.#sum !== undefined && this.#sum < 0 && !this.#hasNegative)
      this.#complain(this.#at, `a negative ${sum} without a negative bucket`);
    this.#reset();
  }

  #bucket(bound: number, value: number, at: number): void {
    if (this.#hasBuckets && !(bound > this.#bound)) this.#complain(at, 'the buckets are not in the order of their le');
    if (value < this.#cumulated)
      this.#complain(
        at,
        `the bucket holds ${value}, less than the bucket below it (${this.#cumulated}): buckets are cumulative`,
      );
    this.#hasBuckets = true;
    this.#hasNegative ||= bound < 0;
    this.#bound = bound;
    this.#cumulated = value;
  }

  #reset(): void {
    this.#bound = -Infinity;
    this.#cumulated = 0;
    this.#hasBuckets = false;
    this.#hasNegative = false;
    this.#sum = undefined;
    this.#count = undefined;
  }
}
