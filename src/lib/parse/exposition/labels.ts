import type {Labels} from '../../model/exposition.ts';
import {BACKSLASH, CLOSE, COMMA, EQUALS, LABEL_NAME, LINE_FEED, nameEnd, QUOTE, SPACE, TAB} from './characters.ts';
import {strangeEscape, unescapedValue} from './escapes.ts';
import type {Grammar} from './grammar.ts';
import {ExpositionError, type Page} from './page.ts';

const ASCII_END = 0x7f;
const NAMES_KEPT = 1024;

/**
 * Reads what stands between braces on one page. Label names recur on every line, so each is made a string once. The result
 * lies in fields: a page has a million label sets, and an object around each would be a million more.
 */
export class LabelReader {
  /** Behind the closing brace. */
  end = 0;
  /** The metric's name where it stands inside as a quoted word of its own. */
  name: string | undefined;
  readonly #page: Page;
  readonly #grammar: Grammar;
  readonly #keep: ReadonlySet<string> | undefined;
  /** Whether the quoted text read last holds letters beyond ASCII, and escapes. */
  #isWide = false;
  #isEscaped = false;
  readonly #names: string[] = Array.from({length: NAMES_KEPT}, () => '');

  constructor(page: Page, grammar: Grammar, keep: ReadonlySet<string> | undefined) {
    this.#page = page;
    this.#grammar = grammar;
    this.#keep = keep;
  }

  /** Reads from behind the opening brace. A selection of labels holds for samples, not for exemplars. */
  braces(from: number, isExemplar: boolean): Labels {
    const {bytes} = this.#page;
    const keep = isExemplar ? undefined : this.#keep;
    const labels: Record<string, string> = {};
    this.name = undefined;
    let at = this.#blanks(from);
    while (bytes[at] !== CLOSE) {
      const start = at;
      const isQuoted = bytes[at] === QUOTE;
      const nameStop = isQuoted ? this.#quoteEnd(at, 'a name') : nameEnd(bytes, at, LABEL_NAME);
      if (nameStop === at) this.#fail(at, `expected a label name, found ${this.#page.shown(at)}`);
      const word = isQuoted ? this.#quoted(at, nameStop) : this.#labelName(at, nameStop);
      at = this.#blanks(nameStop);
      if (bytes[at] === EQUALS) {
        at = this.#blanks(at + 1);
        if (bytes[at] !== QUOTE)
          this.#fail(at, `expected a quoted value of label ${word}, found ${this.#page.shown(at)}`);
        const stop = this.#quoteEnd(at, `the value of label ${word}`);
        if (this.#grammar.isStrict && Object.hasOwn(labels, word))
          this.#fail(start, `the label ${word} stands here twice`);
        if (keep === undefined || keep.has(word)) put(labels, word, this.#quoted(at, stop));
        at = this.#blanks(stop);
      } else {
        if (!isQuoted || isExemplar || this.name !== undefined)
          this.#fail(at, `expected = behind the label name ${word}, found ${this.#page.shown(at)}`);
        this.name = word;
      }
      at = this.#separated(at);
    }
    this.end = at + 1;
    return labels;
  }

  /** Past the comma, or at the closing brace. */
  #separated(at: number): number {
    const {bytes} = this.#page;
    if (bytes[at] === CLOSE) return at;
    if (bytes[at] !== COMMA) this.#fail(at, `expected a comma or a closing brace, found ${this.#page.shown(at)}`);
    const next = this.#blanks(at + 1);
    if (bytes[next] === CLOSE && this.#grammar.is === 'openmetrics' && this.#grammar.isStrict)
      this.#fail(at, 'a comma stands before the closing brace');
    return next;
  }

  /** Behind the closing quote of what begins here. */
  #quoteEnd(at: number, what: string): number {
    const {bytes} = this.#page;
    let seen = 0;
    this.#isEscaped = false;
    for (let end = at + 1; end < bytes.length; end++) {
      const code = bytes[end] ?? 0;
      if (code === QUOTE) {
        this.#isWide = seen > ASCII_END;
        return end + 1;
      }
      if (code === LINE_FEED) break;
      if (code === BACKSLASH) {
        this.#isEscaped = true;
        if (bytes[end + 1] !== LINE_FEED) end++;
      }
      seen |= code;
    }
    return this.#fail(at, `the quote of ${what} is not closed on its line`);
  }

  #quoted(at: number, end: number): string {
    const text = this.#isWide ? this.#page.words(at + 1, end - 1) : this.#page.ascii(at + 1, end - 1);
    if (text === undefined) return this.#fail(at, 'the quoted text is not UTF-8');
    if (!this.#isEscaped) return text;
    const strange = this.#grammar.isStrict ? strangeEscape(text) : -1;
    if (strange !== -1)
      this.#fail(at + 1 + Buffer.byteLength(text.slice(0, strange)), String.raw`only \\, \" and \n may be escaped`);
    return unescapedValue(text);
  }

  #labelName(start: number, end: number): string {
    const {bytes} = this.#page;
    const slot = ((bytes[start] ?? 0) * 31 + (bytes[end - 1] ?? 0) * 7 + (end - start)) % NAMES_KEPT;
    const known = this.#names[slot] ?? '';
    if (known.length === end - start && this.#page.startsWith(known, start)) return known;
    return (this.#names[slot] = this.#page.ascii(start, end));
  }

  #blanks(at: number): number {
    const {bytes} = this.#page;
    if (this.#grammar.is === 'openmetrics') return at;
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    return at;
  }

  #fail(at: number, message: string): never {
    throw new ExpositionError(this.#page.faultAt(at, message));
  }
}

/** Plain assignment to this one name would set the prototype. */
function put(labels: Record<string, string>, name: string, value: string): void {
  if (name === '__proto__')
    Object.defineProperty(labels, name, {value, enumerable: true, configurable: true, writable: true});
  else labels[name] = value;
}
