/** How much is gathered before it is written: many small writes cost more than the text. */
const FULL = 64 * 1024;
/** What is not written after this many milliseconds of silence is written all the same. */
const SOON = 20;

/** Standard output for endless answers: gathered into large writes, and no faster than it is read at the other end. */
export class Out {
  #text: string[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  #isGone = false;

  constructor(onGone: () => void) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      // `| head` has seen enough: no mistake, and nothing more to do.
      if (error.code !== 'EPIPE') throw error;
      this.#isGone = true;
      onGone();
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** A promise when the reader is behind: wait for it before going on. */
  write(text: string): Promise<void> | undefined {
    if (this.#isGone || text === '') return undefined;
    this.#text.push(text);
    this.#size += text.length;
    if (this.#size >= FULL) return this.flush();
    this.#timer ??= setTimeout(() => void this.flush(), SOON);
    return undefined;
  }

  /** Bytes as they are; whoever mixes them with text flushes first. */
  bytes(bytes: Buffer): Promise<void> | undefined {
    return this.#isGone || process.stdout.write(bytes) ? undefined : this.#drained();
  }

  flush(): Promise<void> | undefined {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#size === 0 || this.#isGone) return undefined;
    const text = this.#text.join('');
    [this.#text, this.#size] = [[], 0];
    return process.stdout.write(text) ? undefined : this.#drained();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        process.stdout.off('drain', done);
        process.stdout.off('error', done);
        resolve();
      };
      process.stdout.once('drain', done);
      process.stdout.once('error', done);
    });
  }
}
