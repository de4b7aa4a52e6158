import type {Exemplar, Fault, Labels, Sample} from '../../model/exposition.ts';
import {HASH, LINE_FEED, METRIC_NAME, nameEnd, OPEN, SPACE, TAB} from './characters.ts';
import type {Grammar, Selection} from './grammar.ts';
import {LabelReader} from './labels.ts';
import {type Metadata, MetadataReader} from './metadata.ts';
import {float, floatIn, integerIn} from './number.ts';
import {ExpositionError, type Page} from './page.ts';

/** One line of a page that says something. */
export type Entry = {readonly is: 'sample'; readonly sample: Sample; readonly at: number} | Metadata;

export interface ReadOptions extends Selection {
  /** Called with what cannot be read; the line is left out and reading goes on. Without it the first fault is thrown. */
  readonly onFault?: ((fault: Fault) => void) | undefined;
}

/** Reads a page in one pass, line by line. */
export function* entries(page: Page, grammar: Grammar, options: ReadOptions = {}): Generator<Entry, void, undefined> {
  yield* new EntryReader(page, grammar, options).all();
}

const NO_LABELS = Object.freeze({});

class EntryReader {
  readonly #page: Page;
  readonly #isOpen: boolean;
  readonly #grammar: Grammar;
  readonly #options: ReadOptions;
  readonly #labels: LabelReader;
  readonly #metadata: MetadataReader;
  #line = 0;
  /** The name of the line before: mostly this line's too. */
  #name = '';
  #isWanted = true;

  constructor(page: Page, grammar: Grammar, options: ReadOptions) {
    this.#page = page;
    this.#grammar = grammar;
    this.#isOpen = grammar.is === 'openmetrics';
    this.#options = options;
    this.#labels = new LabelReader(page, grammar, options.labels);
    this.#metadata = new MetadataReader(page, grammar);
  }

  *all(): Generator<Entry, void, undefined> {
    const {bytes} = this.#page;
    let hasEnded = false;
    for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
      this.#line++;
      end = this.#page.lineEnd(start);
      let entry: Entry | undefined;
      try {
        if (hasEnded) this.#fail(start, 'nothing may stand behind # EOF');
        if (end === bytes.length) this.#lastLine(start, end);
        entry = this.#entry(start, end);
      } catch (error) {
        if (!(error instanceof ExpositionError) || this.#options.onFault === undefined) throw error;
        this.#options.onFault(error.fault);
      }
      if (entry === undefined) continue;
      hasEnded = entry.is === 'eof';
      yield entry;
    }
    if (this.#isOpen && !hasEnded) this.#missingEnd();
  }

  #missingEnd(): void {
    const fault = this.#page.faultAt(
      this.#page.bytes.length,
      'the page does not end with # EOF: it may have been cut off',
    );
    if (this.#options.onFault === undefined) throw new ExpositionError(fault);
    this.#options.onFault(fault);
  }

  /** A page without its last line feed may have been cut off in the middle of a number. */
  #lastLine(start: number, end: number): void {
    if (this.#isOpen ? this.#page.startsWith('# EOF', start) : !this.#grammar.isStrict) return;
    this.#fail(end, 'the last line does not end with a line feed: the page may have been cut off');
  }

  #entry(start: number, end: number): Entry | undefined {
    const {bytes} = this.#page;
    const at = this.#blanks(start);
    if (at === end) return this.#isOpen ? this.#fail(start, 'an empty line') : undefined;
    if (bytes[at] === HASH) return this.#metadata.read(at, end, this.#line);
    return this.#sample(at, end);
  }

  #sample(at: number, end: number): Entry | undefined {
    const {bytes} = this.#page;
    let name = '';
    let stop = at;
    if (bytes[at] !== OPEN) {
      stop = nameEnd(bytes, at, METRIC_NAME);
      if (stop === at) this.#fail(at, `expected a metric name, found ${this.#page.shown(at)}`);
      name = this.#nameAt(at, stop);
      if (!this.#isWanted) return undefined;
      stop = this.#blanks(stop);
    }
    let labels: Labels = NO_LABELS;
    if (bytes[stop] === OPEN) {
      labels = this.#labels.braces(stop + 1, false);
      const {name: inside, end: behind} = this.#labels;
      if (inside !== undefined) {
        if (name !== '') this.#fail(stop, 'the metric is named twice');
        name = this.#quotedName(inside);
        if (!this.#isWanted) return undefined;
      }
      if (name === '') this.#fail(at, 'the sample has no metric name');
      stop = behind;
    } else this.#endOfName(stop);
    return {is: 'sample', at, sample: this.#measured(name, labels, stop, end)};
  }

  #nameAt(at: number, stop: number): string {
    if (this.#name.length === stop - at && this.#page.startsWith(this.#name, at)) return this.#name;
    return this.#quotedName(this.#page.ascii(at, stop));
  }

  #quotedName(name: string): string {
    if (name !== this.#name) {
      this.#name = name;
      this.#isWanted = this.#options.wants?.(name) ?? true;
    }
    return name;
  }

  #endOfName(at: number): void {
    const {bytes} = this.#page;
    const before = bytes[at - 1];
    if (this.#isOpen ? bytes[at] === SPACE : before === SPACE || before === TAB) return;
    if (bytes[at] === LINE_FEED || at === bytes.length) this.#fail(at, 'the sample has no value');
    this.#fail(at, `a metric name cannot hold ${this.#page.shown(at)} unless it is quoted inside the braces`);
  }

  /** Value, timestamp and exemplar: what stands behind name and labels. */
  #measured(name: string, labels: Sample['labels'], from: number, end: number): Sample {
    const valueAt = this.#gap(from, end, 'the sample has no value');
    const valueEnd = this.#wordEnd(valueAt, end);
    const value = floatIn(this.#page, valueAt, valueEnd);
    if (value === undefined) this.#fail(valueAt, `${this.#shown(valueAt, valueEnd)} is not a number`);
    if (this.#isOpen && valueEnd < end)
      return this.#openTail({name, labels, value, timestamp: undefined, line: this.#line}, valueEnd, end);
    const timestamp = valueEnd < end ? this.#milliseconds(valueEnd, end) : undefined;
    return {name, labels, value, timestamp, line: this.#line};
  }

  #milliseconds(from: number, end: number): number | undefined {
    const at = this.#blanks(from);
    if (at === end) return undefined;
    const stop = this.#wordEnd(at, end);
    const timestamp = integerIn(this.#page, at, stop);
    if (timestamp === undefined)
      this.#fail(at, `${this.#shown(at, stop)} is not a timestamp: whole milliseconds are expected`);
    const rest = this.#blanks(stop);
    if (rest !== end) this.#fail(rest, `nothing may stand behind the timestamp, found ${this.#page.shown(rest)}`);
    return timestamp;
  }

  #openTail(sample: Sample, from: number, end: number): Sample {
    let at = this.#gap(from, end, 'a space at the end of the line');
    let timestamp: number | undefined;
    if (this.#page.bytes[at] !== HASH) {
      const stop = this.#wordEnd(at, end);
      timestamp = this.#seconds(at, stop);
      if (stop === end) return {...sample, timestamp};
      at = this.#gap(stop, end, 'a space at the end of the line');
    }
    return {...sample, timestamp, exemplar: this.#exemplar(at, end)};
  }

  #exemplar(at: number, end: number): Exemplar {
    if (!this.#page.startsWith('# {', at))
      this.#fail(at, `expected an exemplar like # {trace_id="…"} 1, found ${this.#page.shown(at)}`);
    const labels = this.#labels.braces(at + 3, true);
    const valueAt = this.#gap(this.#labels.end, end, 'the exemplar has no value');
    const valueEnd = this.#wordEnd(valueAt, end);
    const value = floatIn(this.#page, valueAt, valueEnd);
    if (value === undefined) this.#fail(valueAt, `${this.#shown(valueAt, valueEnd)} is not a number`);
    if (valueEnd === end) return {labels, value, timestamp: undefined};
    const timeAt = this.#gap(valueEnd, end, 'a space at the end of the line');
    const timeEnd = this.#wordEnd(timeAt, end);
    if (timeEnd !== end)
      this.#fail(timeEnd, `nothing may stand behind the exemplar, found ${this.#page.shown(timeEnd + 1)}`);
    return {labels, value, timestamp: this.#seconds(timeAt, timeEnd)};
  }

  #seconds(at: number, end: number): number {
    const seconds = float(this.#page.ascii(at, end));
    if (seconds === undefined || !Number.isFinite(seconds))
      this.#fail(at, `${this.#shown(at, end)} is not a timestamp: seconds are expected`);
    return seconds * 1000;
  }

  /** To the next word: one space in OpenMetrics, any blanks or none in text. */
  #gap(at: number, end: number, ifNothing: string): number {
    const next = this.#isOpen ? (this.#page.bytes[at] === SPACE ? at + 1 : at) : this.#blanks(at);
    if (next >= end) this.#fail(at, ifNothing);
    if (this.#isOpen && next === at) this.#fail(at, `expected a space, found ${this.#page.shown(at)}`);
    return next;
  }

  #wordEnd(at: number, end: number): number {
    const {bytes} = this.#page;
    let stop = at;
    while (stop < end && bytes[stop] !== SPACE && bytes[stop] !== TAB) stop++;
    return stop;
  }

  #blanks(at: number): number {
    const {bytes} = this.#page;
    if (this.#isOpen) return at;
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    return at;
  }

  #shown(at: number, end: number): string {
    return JSON.stringify(Buffer.from(this.#page.bytes.subarray(at, Math.min(end, at + 60))).toString('utf8'));
  }

  #fail(at: number, message: string): never {
    throw new ExpositionError(this.#page.faultAt(at, message));
  }
}
