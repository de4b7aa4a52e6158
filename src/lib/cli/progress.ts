/** Shown only when it takes long enough to wonder. */
const PATIENCE_MS = 400;

/** One line on stderr that is gone when the answer comes; nothing at all where stderr is no terminal. */
export class Progress {
  readonly #isShown = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #isPainted = false;

  say(text: string): void {
    if (!this.#isShown) return;
    this.#text = text;
    if (this.#isPainted) this.#paint();
    else
      this.#timer ??= setTimeout(() => {
        this.#paint();
      }, PATIENCE_MS).unref();
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#isPainted) process.stderr.write('\r\u001B[K');
    this.#isPainted = false;
  }

  #paint(): void {
    this.#isPainted = true;
    process.stderr.write(`\r\u001B[K${this.#text}…`);
  }
}
