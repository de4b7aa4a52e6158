import type {Layer} from './evidence.ts';
import type {KubeEvent} from './event.ts';
import type {Ref} from './ref.ts';

/** What can be sent somewhere: an event, a log entry, or a sample of a metric. One contract for `--to` and for routes. */
export type Parcel =
  | {readonly is: 'event'; readonly time: string; readonly event: EventParcel}
  | {readonly is: 'log'; readonly time: string; readonly log: LogParcel}
  | {readonly is: 'sample'; readonly time: string; readonly sample: SampleParcel};

export interface EventParcel extends KubeEvent {
  readonly cluster: string;
  readonly resourceVersion: string | undefined;
  /** Identity of this update: uid, resourceVersion and count (never sent twice under one key). */
  readonly key: string;
  /** Of the Event object itself. */
  readonly name: string;
  readonly namespace: string;
  /** What was done, and to which other object, where the reporter says so (events.k8s.io/v1). */
  readonly action?: string | undefined;
  readonly related?: Ref | undefined;
  readonly reportingController?: string | undefined;
  /** Of the object it is about, where they could be read. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** `Deployment/web`, the outermost first. */
  readonly owners: readonly string[];
  readonly isDeleted: boolean;
  /** Text made by a receiver's template, where it has one. */
  readonly text?: string | undefined;
}

export interface LogParcel {
  readonly layer: Layer;
  readonly node: string | undefined;
  readonly namespace: string | undefined;
  readonly pod: string | undefined;
  readonly container: string | undefined;
  readonly source: string;
  readonly level: string | undefined;
  readonly pattern: string | undefined;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface SampleParcel {
  /** Prometheus name with its unit: `kdiag_container_memory_working_set_bytes`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly type: 'gauge' | 'counter';
}

export type ParcelKind = Parcel['is'];

/** An open connection to one place. `send` resolves when the place has said that it has all of them. */
export interface Sink {
  /** Throws {@link Undelivered}. Never retries: who calls decides about that. */
  send(parcels: readonly Parcel[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Why something was not taken. A refusal is final (the same would be refused again); anything else is tried again. */
export class Undelivered extends Error {
  readonly isFinal: boolean;
  /** Milliseconds that the place asks to be left alone. */
  readonly retryAfter: number | undefined;
  /** Where the place took some of them: those that are to be sent again, and those that it will never take. */
  readonly again: readonly Parcel[] | undefined;
  readonly refused: readonly Parcel[] | undefined;
  constructor(message: string, options: UndeliveredOptions = {}) {
    super(message, {cause: options.cause});
    this.name = 'Undelivered';
    this.isFinal = options.isFinal ?? false;
    this.retryAfter = options.retryAfter;
    this.again = options.again;
    this.refused = options.refused;
  }
}

interface UndeliveredOptions {
  readonly isFinal?: boolean;
  readonly retryAfter?: number | undefined;
  readonly again?: readonly Parcel[];
  readonly refused?: readonly Parcel[];
  readonly cause?: unknown;
}

/** What a sink is given of the process it runs in. Sinks take nothing themselves. */
export interface SinkSurroundings {
  readonly now: () => Date;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly remark: (text: string) => void;
}

/** The default export of a file in sinks/. */
export interface SinkType {
  /** Of addresses that mean it: `loki` in `loki://host:3100`. `s` at the end means TLS where both are given. */
  readonly schemes: readonly string[];
  readonly title: string;
  /** One address as it is typed, for help and complaints. */
  readonly example: string;
  readonly takes: readonly ParcelKind[];
  /** Keys of a receiver in a routes file and of an address's query: name, what it is, whether it is a secret. */
  readonly options: Readonly<
    Record<string, {readonly shows: string; readonly secret?: true; readonly required?: true}>
  >;
  /** Most parcels in one `send`. */
  readonly batch: number;
  /** Throws a UserError for an address or options that cannot be meant; does not wait for the place itself. */
  open(address: URL, options: Readonly<Record<string, string>>, surroundings: SinkSurroundings): Promise<Sink>;
}
