import type {Fault} from '../../model/exposition.ts';

/** A line that cannot be read. */
export class ExpositionError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(`line ${fault.line}, column ${fault.column}: ${fault.message}`);
    this.name = 'ExpositionError';
    this.fault = fault;
  }
}

const ASCII_END = 0x80;
const LINE_FEED = 10;
const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

const charactersIn = (text: string): readonly string[] => Array.from(text);

/**
 * A page as bytes, and the same bytes as a string of one byte a character: positions are equal in both, so scanning
 * runs over the bytes and cutting out names costs no copy.
 */
export class Page {
  readonly bytes: Uint8Array;
  readonly #text: string;

  constructor(page: Uint8Array | string) {
    const buffer =
      typeof page === 'string' ? Buffer.from(page) : Buffer.from(page.buffer, page.byteOffset, page.byteLength);
    this.bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    this.#text = buffer.toString('latin1');
  }

  /** Text of a stretch that is known to be ASCII. */
  ascii(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  /** Text of any stretch; undefined when it is not UTF-8. */
  words(start: number, end: number): string | undefined {
    for (let at = start; at < end; at++) {
      if ((this.bytes[at] ?? 0) >= ASCII_END) return this.#decoded(start, end);
    }
    return this.#text.slice(start, end);
  }

  startsWith(word: string, at: number): boolean {
    return this.#text.startsWith(word, at);
  }

  /** Where the line that holds this position ends: its line feed, or the end of the page. */
  lineEnd(at: number): number {
    const found = this.#text.indexOf('\n', at);
    return found === -1 ? this.bytes.length : found;
  }

  /** Counted when something is wrong and not before. */
  faultAt(at: number, message: string): Fault {
    let line = 1;
    let start = 0;
    for (let next = this.#text.indexOf('\n'); next !== -1 && next < at; next = this.#text.indexOf('\n', start)) {
      line++;
      start = next + 1;
    }
    return {line, column: this.column(start, at), message};
  }

  column(lineStart: number, at: number): number {
    const before = Buffer.from(this.bytes.subarray(lineStart, at)).toString('utf8');
    return charactersIn(before).length + 1;
  }

  /** One character, as a complaint shows it. */
  shown(at: number): string {
    if (at >= this.bytes.length) return 'the end of the page';
    if (this.bytes[at] === LINE_FEED) return 'the end of the line';
    const [character = ''] = charactersIn(Buffer.from(this.bytes.subarray(at, at + 4)).toString('utf8'));
    return JSON.stringify(character);
  }

  #decoded(start: number, end: number): string | undefined {
    try {
      return utf8.decode(this.bytes.subarray(start, end));
    } catch {
      return undefined;
    }
  }
}
