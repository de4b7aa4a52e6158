/** Differences below this are the whole seconds of a Date header and the way there and back. */
const TOLERATED = 2000;

/** The server's clock, for ages: those of a laptop that is minutes off would all be wrong. */
export class Clock {
  readonly #ahead: number;

  constructor(dateHeader: string | undefined, asked: number, answered: number) {
    const ahead = Date.parse(dateHeader ?? '') + 500 - (asked + answered) / 2;
    this.#ahead = Math.abs(ahead) > TOLERATED ? ahead : 0;
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }
}
