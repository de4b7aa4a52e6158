import {JsonPathError} from './failure.ts';

/** A place in the text of a template. */
export class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  peek(): string {
    return this.#text.slice(this.#at, this.#at + 1);
  }

  isAt(what: RegExp): boolean {
    return !this.isAtEnd && what.test(String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0));
  }

  /** Passes the word if it stands here. */
  take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  takeAny(characters: string): boolean {
    return !this.isAtEnd && characters.includes(this.peek()) && this.take(this.peek());
  }

  /** What stands before the word, or the rest. */
  until(word: string): string {
    const end = this.#text.indexOf(word, this.#at);
    return this.#pass(end === -1 ? this.#text.length : end);
  }

  /** What a sticky expression matches here; empty for nothing. */
  match(what: RegExp): string {
    what.lastIndex = this.#at;
    return this.#pass(this.#at + (what.exec(this.#text)?.[0].length ?? 0));
  }

  /** A field or word: up to a space or one of `.,[]$@{}`; a backslash takes the next character along. */
  name(): string {
    return this.match(/(?:\\.|[^\s.,[\]$@{}\\])*/sy);
  }

  /** A string in single or double quotes with Go's escapes. */
  quoted(): string {
    const quote = this.peek();
    const raw = this.match(quote === '"' ? /"(?:\\.|[^"\\\n])*"/y : /'(?:\\.|[^'\\\n])*'/y);
    if (raw === '') throw new JsonPathError('unterminated quoted string');
    return unescaped(raw.slice(1, -1));
  }

  /** Up to the `)]` that closes a filter; a `)` inside of quotes does not. */
  filter(): string {
    const inside = this.match(/(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[^)"'\n])*/y);
    if (!this.take(')')) throw new JsonPathError('unterminated filter');
    if (!this.take(']')) throw new JsonPathError('unclosed array expect ]');
    return inside;
  }

  #pass(to: number): string {
    const passed = this.#text.slice(this.#at, to);
    this.#at = to;
    return passed;
  }
}

/** strconv.UnquoteChar. */
const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const unescaped = (text: string): string =>
  text.replaceAll(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.?))/gs, (...found) => {
    const [all, hex, short, long, octal, one] = found as ReadonlyArray<string | undefined>;
    const code = hex ?? short ?? long;
    if (code !== undefined) return characterOf(Number.parseInt(code, 16), all);
    if (octal !== undefined) return characterOf(Number.parseInt(octal, 8), all);
    const simple = Object.hasOwn(SIMPLE, one ?? '') ? SIMPLE[one ?? ''] : undefined;
    if (simple === undefined) throw new JsonPathError(`unquote string ${all ?? ''} error invalid syntax`);
    return simple;
  });

function characterOf(code: number, all: string | undefined): string {
  if (code > 0x10ffff) throw new JsonPathError(`unquote string ${all ?? ''} error invalid syntax`);
  return String.fromCodePoint(code);
}
