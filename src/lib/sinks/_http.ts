import type {Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders} from 'node:http';
import {UserError} from '../model/failure.ts';
import {type SinkSurroundings, Undelivered} from '../model/sink.ts';
import {duration} from '../parse/duration.ts';
import {tlsMaterial, tlsOptions} from './_tls.ts';
import {lost} from './_trouble.ts';

/** Options of every sink that is reached by HTTP. */
export const httpOptions = {
  user: {shows: 'for basic authentication'},
  password: {shows: 'for basic authentication', secret: true},
  token: {shows: 'bearer token', secret: true},
  timeout: {shows: 'of one request, like 10s'},
  ...tlsOptions,
} as const;

export interface HttpAsk {
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** Below the address's own path, with its query. */
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/** A place that is spoken to by HTTP: one request in time, and every failure an {@link Undelivered} in words. */
export interface Http {
  /** Throws for any status but 2xx. */
  ask(ask: HttpAsk, signal: AbortSignal): Promise<HttpReply>;
  close(): Promise<void>;
}

const TIMEOUT = 10_000;
/** Of an answer; what stores say about what they took fits, and more is not kept. */
const ANSWER_AT_MOST = 8 * 1024 * 1024;

/** @param base http: or https:; its query goes with every request. */
export async function http(
  base: URL,
  options: Readonly<Record<string, string>>,
  {now}: Pick<SinkSurroundings, 'now'>,
): Promise<Http> {
  const timeout = timeoutOf(options['timeout']);
  const secure = base.protocol === 'https:';
  const {request, Agent} = secure ? await import('node:https') : await import('node:http');
  const agent: Agent = new Agent({keepAlive: true, ...(secure ? await tlsMaterial(options) : {})});
  const headers = authorization(options);
  const ask = async (wanted: HttpAsk, signal: AbortSignal): Promise<HttpReply> => {
    signal.throwIfAborted();
    const message = {agent, method: wanted.method ?? 'POST', headers: {...headers, ...wanted.headers}, signal};
    const outgoing = request(urlOf(base, wanted.path), message);
    const {response, text} = await whole(outgoing, wanted.body, timeout).catch((error: unknown) => {
      signal.throwIfAborted();
      throw lost(error);
    });
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) throw refusal(status, text, response.headers['retry-after'], now());
    return {status, text};
  };
  const close = (): Promise<void> => {
    agent.destroy();
    return Promise.resolve();
  };
  return {ask, close};
}

/** `loki:` is http, `lokis:` https. */
export function httpUrl(address: URL, {secure}: {readonly secure: boolean}): URL {
  const url = URL.parse(address.href.replace(/^[^:]+:/, secure ? 'https:' : 'http:'));
  if (url === null || address.host === '')
    throw new UserError('the address has no host', 'Write it like loki://host:3100.');
  return url;
}

function urlOf(base: URL, path = ''): URL {
  const [below = '', query = ''] = path.split('?');
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/+$/, '') + below || '/';
  for (const [key, value] of new URLSearchParams(query)) url.searchParams.set(key, value);
  return url;
}

function timeoutOf(text: string | undefined): number {
  const value = text === undefined ? TIMEOUT : duration(text);
  if (value === undefined || value <= 0)
    throw new UserError(`timeout=${text ?? ''} is not a duration`, 'Write it like 10s.');
  return value;
}

function authorization({user, password, token}: Readonly<Record<string, string>>): OutgoingHttpHeaders {
  if (token !== undefined) return {authorization: `Bearer ${token}`};
  if (user === undefined) return {};
  return {authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`};
}

async function whole(
  request: ClientRequest,
  body: string | undefined,
  timeout: number,
): Promise<{response: IncomingMessage; text: string}> {
  const timer = setTimeout(() => request.destroy(new Undelivered(`no answer within ${timeout / 1000} s`)), timeout);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject).end(body);
    });
    return {response, text: await textOf(response)};
  } finally {
    clearTimeout(timer);
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_AT_MOST) throw new Undelivered('its answer is too large to be one');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The same would be refused again. A 401, 403 or 404 can be mended over there, and nothing is lost until it is. */
const FINAL = [400, 405, 413, 415, 422];
const SAID_AT_MOST = 200;

function refusal(status: number, text: string, retryAfter: string | undefined, now: Date): Undelivered {
  const said = text
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .trim()
    .slice(0, SAID_AT_MOST);
  return new Undelivered(`it answered ${status}${said === '' ? '' : `: ${said}`}`, {
    isFinal: FINAL.includes(status),
    retryAfter: waitOf(retryAfter, now),
  });
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function waitOf(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
