import {type MetricType, metricTypes} from '../../model/exposition.ts';
import {METRIC_NAME, nameEnd, QUOTE, SPACE, TAB} from './characters.ts';
import {strangeEscape, unescapedHelp, unescapedValue} from './escapes.ts';
import type {Grammar} from './grammar.ts';
import {ExpositionError, type Page} from './page.ts';

/** What a comment line says of a metric, or that the page ends. */
export type Metadata =
  | {
      readonly is: 'help' | 'unit';
      readonly name: string;
      readonly text: string;
      readonly at: number;
      readonly line: number;
    }
  | {readonly is: 'type'; readonly name: string; readonly type: MetricType; readonly at: number; readonly line: number}
  | {readonly is: 'eof'; readonly at: number; readonly line: number};

type Keyword = 'HELP' | 'TYPE' | 'UNIT';

const TEXT_TYPES: Readonly<Record<string, MetricType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  untyped: 'unknown',
  // Prometheus' text parser takes OpenMetrics' own types as well.
  unknown: 'unknown',
  info: 'info',
  stateset: 'stateset',
  gaugehistogram: 'gaugehistogram',
  gauge_histogram: 'gaugehistogram',
};
const OPEN_TYPES: Readonly<Record<string, MetricType>> = Object.fromEntries(metricTypes.map((type) => [type, type]));

/** Reads lines that begin with `#`. */
export class MetadataReader {
  readonly #page: Page;
  readonly #grammar: Grammar;

  constructor(page: Page, grammar: Grammar) {
    this.#page = page;
    this.#grammar = grammar;
  }

  /** Undefined for a comment that says nothing to a program, which only the text format has. */
  read(at: number, end: number, line: number): Metadata | undefined {
    const isOpen = this.#grammar.is === 'openmetrics';
    if (isOpen && end - at === 5 && this.#page.startsWith('# EOF', at)) return {is: 'eof', at, line};
    const found = this.#keyword(at, end);
    if (found === undefined)
      return isOpen
        ? this.#fail(at, 'OpenMetrics has no comments: expected # HELP, # TYPE, # UNIT or # EOF')
        : undefined;
    const {keyword, after} = found;
    const nameAt = this.#gap(after);
    const nameStop = this.#nameEnd(nameAt, end);
    if (nameStop === nameAt || nameAt >= end)
      this.#fail(nameAt, `expected a metric name behind ${keyword}, found ${this.#page.shown(nameAt)}`);
    const name = this.#name(nameAt, nameStop);
    if (nameStop < end && !this.#isBlank(nameStop))
      this.#fail(nameStop, `a metric name cannot hold ${this.#page.shown(nameStop)} unless it is quoted`);
    if (isOpen && nameStop === end) this.#fail(nameStop, `expected a space behind the name, even when nothing is said`);
    const textAt = Math.min(this.#gap(nameStop), end);
    return keyword === 'TYPE'
      ? this.#type(name, textAt, end, at, line)
      : this.#said(keyword, name, textAt, end, at, line);
  }

  #keyword(at: number, end: number): {readonly keyword: Keyword; readonly after: number} | undefined {
    const start = this.#gap(at + 1);
    const keyword = (['HELP', 'TYPE', 'UNIT'] as const).find((word) => this.#page.startsWith(word, start));
    const after = start + 4;
    if (keyword === undefined || start === at + 1) return undefined;
    if (keyword === 'UNIT' && this.#grammar.is === 'text') return undefined;
    if (this.#grammar.is === 'text') return after < end && this.#isBlank(after) ? {keyword, after} : undefined;
    if (!this.#isBlank(after)) this.#fail(after, `expected a space behind ${keyword}`);
    return {keyword, after};
  }

  #type(name: string, textAt: number, end: number, at: number, line: number): Metadata {
    const raw = this.#page.words(textAt, end) ?? '';
    const word = this.#grammar.is === 'text' ? raw.trimEnd() : raw;
    const types = this.#grammar.is === 'text' ? TEXT_TYPES : OPEN_TYPES;
    const type = Object.hasOwn(types, word) ? types[word] : undefined;
    if (type === undefined)
      this.#fail(
        textAt,
        `${JSON.stringify(word.slice(0, 60))} is no metric type; types are ${Object.keys(types).join(', ')}`,
      );
    return {is: 'type', name, type, at, line};
  }

  #said(keyword: 'HELP' | 'UNIT', name: string, textAt: number, end: number, at: number, line: number): Metadata {
    const raw = this.#page.words(textAt, end);
    if (raw === undefined) return this.#fail(textAt, `the ${keyword} text is not UTF-8`);
    const unescaped = this.#grammar.is === 'text' ? unescapedHelp : unescapedValue;
    return {is: keyword === 'HELP' ? 'help' : 'unit', name, text: unescaped(raw), at, line};
  }

  #nameEnd(at: number, end: number): number {
    if (this.#page.bytes[at] !== QUOTE) return nameEnd(this.#page.bytes, at, METRIC_NAME);
    for (let stop = at + 1; stop < end; stop++) {
      if (this.#page.startsWith('\\', stop)) stop++;
      else if (this.#page.bytes[stop] === QUOTE) return stop + 1;
    }
    return this.#fail(at, 'the quote of the name is not closed on its line');
  }

  #name(at: number, end: number): string {
    if (this.#page.bytes[at] !== QUOTE) return this.#page.ascii(at, end);
    const text = this.#page.words(at + 1, end - 1);
    if (text === undefined) return this.#fail(at, 'the name is not UTF-8');
    if (this.#grammar.isStrict && strangeEscape(text) !== -1)
      this.#fail(at, String.raw`only \\, \" and \n may be escaped`);
    return unescapedValue(text);
  }

  #isBlank(at: number): boolean {
    const code = this.#page.bytes[at];
    return code === SPACE || (this.#grammar.is === 'text' && code === TAB);
  }

  /** Past one space in OpenMetrics, past all blanks in text. */
  #gap(at: number): number {
    if (this.#grammar.is === 'openmetrics') return this.#isBlank(at) ? at + 1 : at;
    while (this.#isBlank(at)) at++;
    return at;
  }

  #fail(at: number, message: string): never {
    throw new ExpositionError(this.#page.faultAt(at, message));
  }
}
