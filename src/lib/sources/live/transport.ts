import type {IncomingMessage, OutgoingHttpHeaders} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {UserError} from '../../model/failure.ts';
import {type Asked, Unavailable} from '../../model/source.ts';
import {assertReadOnly} from './allowed.ts';
import type {Connection} from './connection.ts';
import {type Access, Credentials} from './credentials.ts';
import {codeOf} from './fields.ts';
import type {ConnectOptions} from './options.ts';
import {accepted, type Subject} from './status.ts';
import {Trouble, troubleOf} from './trouble.ts';
import {Turns} from './turns.ts';
import {begin, exchange, type Message, type Reply} from './wire.ts';

/** Ordinary requests in flight. Watches are not among them: they wait, they do not work. */
export const REQUESTS_AT_ONCE = 8;
export const REQUEST_TIMEOUT = 30_000;
const TRIES = 3;
/** A server that wants us to wait longer than this is as good as not there. */
const WAIT_AT_MOST = 10_000;
const JSON_TYPE = 'application/json';

/** One thing to ask, and its words for when it is refused. */
export interface Ask extends Subject {
  /** Percent-encoded, below the server's own path, with its query. */
  readonly path: string;
  readonly accept?: string | undefined;
  readonly headers?: OutgoingHttpHeaders | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Instead of the usual one; --request-timeout is above both. */
  readonly timeout?: number | undefined;
  /** Only so many bytes of the body's end are wanted. */
  readonly tail?: number | undefined;
  /** Statuses besides 2xx that the caller wants to see. */
  readonly also?: readonly number[] | undefined;
}

/** The one way to the server: nothing but reading, a bounded number at once, every refusal in words. */
export class Transport {
  readonly connection: Connection;
  readonly #options: ConnectOptions;
  readonly #credentials: Credentials;
  readonly #turns = new Turns(REQUESTS_AT_ONCE);
  #requests = 0;
  #bytes = 0;

  constructor(connection: Connection, options: ConnectOptions) {
    this.connection = connection;
    this.#options = options;
    this.#credentials = new Credentials(connection, options);
  }

  asked(): Asked {
    return {requests: this.#requests, bytes: this.#bytes};
  }

  close(): void {
    this.#credentials.close();
  }

  async text(ask: Ask): Promise<string> {
    return (await this.get(ask)).body.toString();
  }

  get(ask: Ask): Promise<Reply> {
    return this.#whole(ask, this.#message(ask, 'GET'));
  }

  /** SelfSubjectAccessReview and SelfSubjectRulesReview: questions that have to be posted. */
  review(ask: Ask, body: unknown): Promise<Reply> {
    return this.#whole(ask, this.#message(ask, 'POST', JSON.stringify(body)));
  }

  /** The answer as it comes, for watches; the time limit is for its beginning. */
  async *stream(ask: Ask): AsyncGenerator<Buffer, void, undefined> {
    const {headers, ...message} = this.#message(ask, 'GET');
    const response = await this.#inWords(ask, () =>
      this.#opened({...message, headers: {...headers, 'accept-encoding': 'identity'}}),
    );
    const status = response.statusCode ?? 0;
    if (status !== 200)
      accepted(
        {status, headers: response.headers, body: Buffer.concat(await response.toArray()), size: 0},
        ask,
        this.connection,
      );
    for await (const chunk of response as AsyncIterable<Buffer>) {
      this.#bytes += chunk.length;
      yield chunk;
    }
  }

  #message(ask: Ask, method: Message['method'], body?: string): Message {
    const {path, accept = JSON_TYPE, signal, tail} = ask;
    assertReadOnly({method, path, accept});
    const {origin, pathname} = this.connection.server;
    const posted = body === undefined ? {} : {'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body)};
    return {
      url: new URL(`${origin}${pathname.replace(/\/$/, '')}${path}`),
      method,
      headers: {accept, 'accept-encoding': 'gzip', 'user-agent': 'kdiag', ...posted, ...ask.headers},
      body,
      timeout: this.#options.requestTimeout ?? ask.timeout ?? REQUEST_TIMEOUT,
      signal,
      tail,
    };
  }

  async #whole(ask: Ask, message: Message): Promise<Reply> {
    const reply = await this.#inWords(ask, () => this.#turns.take(() => this.#persistently(message)));
    return ask.also?.includes(reply.status) === true ? reply : accepted(reply, ask, this.connection);
  }

  /** Again with new credentials after a 401, again when the connection was cut, later when the server says later. */
  async #persistently(message: Message): Promise<Reply> {
    for (let tries = 1; ; tries++) {
      const access = await this.#credentials.access();
      const reply = await this.#counted(message, access).catch((error: unknown) => this.#cut(error, message, tries));
      if (reply === 'cut') continue;
      if (reply.status === 401 && tries === 1 && this.#credentials.refused(access)) continue;
      const wait = tries < TRIES ? later(reply) : undefined;
      if (wait === undefined) return reply;
      await sleep(wait, undefined, {signal: message.signal});
    }
  }

  async #counted(message: Message, access: Access): Promise<Reply> {
    const started = performance.now();
    this.#requests++;
    const reply = await exchange(message, access);
    this.#bytes += reply.size;
    const spent = Math.round(performance.now() - started);
    this.#options.debug?.(
      `${message.method} ${message.url.href} ${String(reply.status)} ${String(spent)} ms ${String(reply.size)} B`,
    );
    return reply;
  }

  /** A kept connection may be closed by the other side just as we use it; a GET can be sent twice. */
  #cut(error: unknown, {method, signal, url}: Message, tries: number): 'cut' {
    this.#options.debug?.(`${method} ${url.href} ${String(error)}`);
    if (tries === 1 && method === 'GET' && signal?.aborted !== true && /^(ECONNRESET|EPIPE)$/.test(codeOf(error)))
      return 'cut';
    throw error;
  }

  async #opened(message: Message): Promise<IncomingMessage> {
    for (let tries = 1; ; tries++) {
      const access = await this.#credentials.access();
      this.#requests++;
      const response = await begin(message, access);
      if (response.statusCode !== 401 || tries > 1 || !this.#credentials.refused(access)) return response;
      response.destroy();
    }
  }

  /** What the network did becomes a gap; what we did wrong stays an error. */
  async #inWords<T>(ask: Ask, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      ask.signal?.throwIfAborted();
      if (error instanceof UserError || isOurs(error)) throw error;
      const trouble = troubleOf(error, this.connection);
      throw new Unavailable({what: ask.what, why: trouble.why, hint: `${trouble.message}. ${trouble.hint}`}, trouble);
    }
  }
}

const isOurs = (error: unknown): boolean =>
  !(error instanceof Trouble) && codeOf(error) === '' && (error instanceof TypeError || error instanceof RangeError);

/** Milliseconds to wait before asking again, if that makes sense: as in client-go, for 429 and a 503 that says when. */
function later({status, headers}: Reply): number | undefined {
  if (status !== 429 && !(status === 503 && headers['retry-after'] !== undefined)) return undefined;
  const said = headers['retry-after'] ?? '1';
  const wait = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Math.min(WAIT_AT_MOST, Math.max(0, wait || 1000));
}
