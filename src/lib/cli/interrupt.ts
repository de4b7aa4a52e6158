import {exitCodes} from './exit.ts';

type CleanUp = () => void;

/**
 * Ctrl-C ends the program at once with 130. Work in flight is aborted, and clean-ups (synchronous, such as removing a
 * half-written file) run first.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  readonly #cleanUps: CleanUp[] = [];

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        this.#controller.abort();
        for (const cleanUp of this.#cleanUps) cleanUp();
        process.exit(signal === 'SIGINT' ? exitCodes.interrupted.code : 128 + (signal === 'SIGTERM' ? 15 : 1));
      });
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborts work in flight without ending the program: nobody reads its answer any more. */
  stop(): void {
    this.#controller.abort();
  }

  onInterrupt(cleanUp: CleanUp): void {
    this.#cleanUps.push(cleanUp);
  }
}
