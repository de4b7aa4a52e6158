import type {Layer} from './evidence.ts';

/** From the least to the most urgent. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

export const levelRank = (level: Level): number => levels.indexOf(level);

export type Field = string | number | boolean;
export type Fields = Readonly<Record<string, Field>>;

/** What was written at once: one line, or a stack trace with the line it belongs to. */
export interface Entry {
  /** RFC 3339 in UTC with at least milliseconds and as many digits as were written; undefined where nothing tells it. */
  readonly time: string | undefined;
  readonly level: Level | undefined;
  /** What it says, without time, level and what else has a place of its own. */
  readonly message: string;
  /** Nested names are joined by dots; access records, trace and request ids have the names in `parse/lines/names.ts`. */
  readonly fields: Fields;
  /** What it was read as: `klog`, `json`, `nginx` …; `text` for what is not understood. */
  readonly format: string;
  /** The program, where the line names it: a syslog tag, `kernel`. */
  readonly component: string | undefined;
  /** As it stood, lines joined by line feeds, without container and time stamps of the runtime in front. */
  readonly text: string;
}

/** What an access log says of one request, whichever proxy wrote it. */
export interface Access {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Seconds. */
  readonly duration: number | undefined;
  /** Bytes of the answer. */
  readonly bytes: number | undefined;
  /** Address or name of what answered behind the proxy. */
  readonly upstream: string | undefined;
  readonly host: string | undefined;
  readonly client: string | undefined;
}

/** Where an entry was found. */
export interface Origin {
  readonly layer: Layer;
  readonly node?: string | undefined;
  readonly namespace?: string | undefined;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  /** Name of a file, of a journal's unit, or of the store. */
  readonly source?: string | undefined;
}
