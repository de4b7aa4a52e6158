import {setTimeout as sleep} from 'node:timers/promises';
import type {Parcel, ParcelKind, Sink, SinkSurroundings, Undelivered} from '../model/sink.ts';
import {type Destination, destination} from './_address.ts';
import {resolved} from './_secrets.ts';
import {lost} from './_trouble.ts';

interface Outcome {
  readonly again: readonly Parcel[];
  readonly refused: number;
  readonly error?: Undelivered;
}

export interface DeliverOptions {
  /** Most parcels that wait; what comes then is dropped by `offer` and held back by `put`. */
  readonly room: number;
  /** Milliseconds that a batch waits for more to come. */
  readonly linger: number;
  /** First wait before trying again; doubled each time up to `longestWait`. */
  readonly firstWait: number;
  readonly longestWait: number;
}

const USUAL: DeliverOptions = {room: 10_000, linger: 500, firstWait: 250, longestWait: 30_000};

export interface Delivered {
  readonly sent: number;
  /** Never arrived: the queue was full, the place refused them for good, or the time was up. */
  readonly dropped: number;
  readonly waiting: number;
  /** The last reason why something did not arrive at once. */
  readonly trouble: string | undefined;
}

/** Opens what `--to` names; the place itself is not waited for. */
export async function deliverTo(
  typed: string,
  kind: ParcelKind,
  surroundings: SinkSurroundings,
  options: Partial<DeliverOptions> = {},
): Promise<Delivery> {
  const to = await destination(typed, kind);
  return new Delivery(await opened(to, surroundings), to, surroundings.remark, options);
}

export const opened = async (to: Destination, surroundings: SinkSurroundings): Promise<Sink> =>
  to.type.open(to.address, await resolved(to, surroundings), surroundings);

/**
 * Sends in batches, in order, and tries again until it has arrived. Memory is bounded: who sends more than the place
 * takes either waits (`put`) or loses some (`offer`), and what is lost is counted and said.
 */
export class Delivery {
  readonly #sink: Sink;
  readonly #shown: string;
  readonly #batch: number;
  readonly #remark: (text: string) => void;
  readonly #options: DeliverOptions;
  readonly #stop = new AbortController();
  readonly #working: Promise<void>;
  #queue: Parcel[] = [];
  #sending: readonly Parcel[] = [];
  #isClosing = false;
  #wake = Promise.withResolvers<undefined>();
  #room = Promise.withResolvers<undefined>();
  #sent = 0;
  #dropped = 0;
  #trouble: string | undefined;
  #isDown = false;

  constructor(
    sink: Sink,
    {shown, type}: Pick<Destination, 'shown' | 'type'>,
    remark: (text: string) => void,
    options: Partial<DeliverOptions> = {},
  ) {
    [this.#sink, this.#shown, this.#batch, this.#remark] = [sink, shown, type.batch, remark];
    this.#options = {...USUAL, ...options};
    this.#working = this.#work();
  }

  state(): Delivered {
    return {sent: this.#sent, dropped: this.#dropped, waiting: this.#waiting, trouble: this.#trouble};
  }

  /** Takes it if there is room; false when it was dropped. */
  offer(parcel: Parcel): boolean {
    if (this.#isClosing || this.#waiting >= this.#options.room) {
      this.#drop(1, 'it takes less than there is to send');
      return false;
    }
    this.#add(parcel);
    return true;
  }

  /** Waits for room. */
  async put(parcel: Parcel): Promise<void> {
    while (this.#waiting >= this.#options.room && !this.#isClosing) await this.#room.promise;
    this.offer(parcel);
  }

  /** Sends what waits, for at most so many milliseconds, and says what did not arrive. */
  async close(within: number): Promise<Delivered> {
    this.#isClosing = true;
    this.#signal();
    this.#freed();
    const done = new AbortController();
    const late = sleep(within, undefined, {signal: done.signal}).then(
      () => this.#stop.abort(),
      () => undefined,
    );
    await this.#working;
    done.abort();
    await late;
    if (this.#waiting > 0) this.#drop(this.#waiting, this.#trouble ?? 'the time was up');
    [this.#queue, this.#sending] = [[], []];
    await this.#sink.close();
    if (this.#dropped > 0)
      this.#remark(
        `${this.#shown}: ${this.#sent} sent, ${this.#dropped} dropped (${this.#trouble ?? 'no reason given'})`,
      );
    return this.state();
  }

  get #waiting(): number {
    return this.#queue.length + this.#sending.length;
  }

  #add(parcel: Parcel): void {
    this.#queue.push(parcel);
    if (this.#queue.length === 1 || this.#queue.length === this.#batch) this.#signal();
  }

  /** Lets the worker look at the queue. */
  #signal(): void {
    this.#wake.resolve(undefined);
  }

  /** Lets those look again who wait for room. */
  #freed(): void {
    this.#room.resolve(undefined);
    this.#room = Promise.withResolvers();
  }

  async #work(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#queue.length === 0) {
        if (this.#isClosing) return;
        await this.#woken();
        continue;
      }
      if (this.#queue.length < this.#batch && !this.#isClosing) await this.#more();
      await this.#send(this.#queue.splice(0, this.#batch));
      this.#freed();
    }
  }

  async #woken(): Promise<void> {
    await this.#wake.promise;
    this.#wake = Promise.withResolvers();
  }

  async #more(): Promise<void> {
    const enough = new AbortController();
    this.#wake = Promise.withResolvers();
    await Promise.race([
      sleep(this.#options.linger, undefined, {signal: enough.signal}).catch(() => undefined),
      this.#wake.promise,
    ]);
    enough.abort();
  }

  /** Until the place has them, has said that it never will, or the time is up. */
  async #send(batch: readonly Parcel[]): Promise<void> {
    this.#sending = batch;
    for (let tries = 0; this.#sending.length > 0 && !this.#stop.signal.aborted; tries++) {
      const {again, refused, error} = await attempt(this.#sink, this.#sending, this.#stop.signal);
      this.#sent += this.#sending.length - again.length - refused;
      this.#sending = again;
      if (error === undefined) this.#up();
      else if (refused > 0) this.#drop(refused, error.message);
      if (again.length > 0 && error !== undefined) await this.#rest(error, tries);
    }
  }

  async #rest({message, retryAfter}: Undelivered, tries: number): Promise<void> {
    this.#trouble = message;
    if (!this.#isDown) this.#remark(`${this.#shown}: ${message}; trying again`);
    this.#isDown = true;
    const {firstWait, longestWait} = this.#options;
    const wait = retryAfter ?? Math.min(longestWait, firstWait * 2 ** tries) * (0.75 + Math.random() / 2);
    await sleep(wait, undefined, {signal: this.#stop.signal}).catch(() => undefined);
  }

  #up(): void {
    if (this.#isDown) this.#remark(`${this.#shown}: takes them again`);
    this.#isDown = false;
  }

  /** Said at the first, the tenth, the hundredth …: a flood of losses must not become a flood of remarks. */
  #drop(count: number, why: string): void {
    const before = this.#dropped;
    this.#dropped += count;
    this.#trouble = why;
    if (Math.floor(Math.log10(this.#dropped)) > Math.floor(Math.log10(before || 0.1)))
      this.#remark(`${this.#shown}: ${this.#dropped} dropped so far (${why})`);
  }
}

/** One try. What is refused together is tried in halves: one that cannot be taken must not take the others along. */
async function attempt(sink: Sink, parcels: readonly Parcel[], signal: AbortSignal): Promise<Outcome> {
  try {
    await sink.send(parcels, signal);
    return {again: [], refused: 0};
  } catch (thrown) {
    const error = lost(thrown);
    if (error.again !== undefined || error.refused !== undefined)
      return {again: error.again ?? [], refused: error.refused?.length ?? 0, error};
    if (!error.isFinal) return {again: parcels, refused: 0, error};
    return parcels.length === 1 ? {again: [], refused: 1, error} : halves(sink, parcels, error, signal);
  }
}

async function halves(
  sink: Sink,
  parcels: readonly Parcel[],
  error: Undelivered,
  signal: AbortSignal,
): Promise<Outcome> {
  const middle = Math.ceil(parcels.length / 2);
  const [first, second] = [await attempt(sink, parcels.slice(0, middle), signal), parcels.slice(middle)];
  // After a failure that may pass, the second half waits behind the first: order is kept.
  if (first.again.length > 0) return {...first, again: [...first.again, ...second]};
  const last = await attempt(sink, second, signal);
  return {again: last.again, refused: first.refused + last.refused, error: last.error ?? first.error ?? error};
}
