import type {Milliseconds} from '../model/time.ts';

/** What a screen is told of the terminal it paints on. */
export interface Terminal {
  readonly isTerminal: boolean;
  readonly rows: () => number;
  readonly write: (text: string) => void;
}

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

/**
 * A picture that is painted again in its place: the cursor goes up over the lines of the last one. Where there is no
 * terminal each picture follows the one before it after an empty line, so that a log of them can be read.
 */
export class Screen {
  readonly #terminal: Terminal;
  #painted = 0;
  #hasPainted = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  paint(text: string): void {
    const {isTerminal, write} = this.#terminal;
    if (isTerminal) write(this.#inPlace(text.replace(/\n$/, '').split('\n')));
    else write(`${this.#hasPainted ? '\n' : ''}${text}`);
    this.#hasPainted = true;
  }

  /** Gives the terminal back. Safe to call twice. */
  end(): void {
    if (this.#terminal.isTerminal && this.#hasPainted) this.#terminal.write(SHOW_CURSOR);
    this.#hasPainted = false;
  }

  #inPlace(lines: readonly string[]): string {
    const shown = fitting(lines, this.#terminal.rows());
    const up = this.#painted === 0 ? HIDE_CURSOR : `\u001B[${this.#painted}A\r`;
    this.#painted = shown.length;
    return `${up}${shown.map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`;
  }
}

/** What is higher than the terminal would scroll away, and could not be painted over. */
function fitting(lines: readonly string[], rows: number): readonly string[] {
  const room = Math.max(2, rows - 1);
  if (lines.length <= room) return lines;
  return [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more`];
}

/** The answer again and again, a period apart and never two at once, until the signal. */
export async function* every<T>(
  period: Milliseconds,
  ask: () => Promise<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  while (!signal.aborted) {
    const waited = pause(period, signal);
    yield await ask();
    await waited;
  }
}

/** Resolves after the time, or at once when the signal comes. */
export function pause(period: Milliseconds, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, period);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, {once: true});
  });
}
