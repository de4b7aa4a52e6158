import type {IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders} from 'node:http';
import type {Gap} from '../model/source.ts';
import {Unavailable} from '../model/source.ts';
import type {Milliseconds} from '../model/time.ts';

/** One request to something that is not an API server: an exporter, a Prometheus, a gateway. */
export interface HttpAsk {
  readonly url: URL;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | undefined;
  readonly headers?: OutgoingHttpHeaders | undefined;
  readonly body?: Uint8Array | string | undefined;
  /** For all of it, so that an answer that trickles in ends as well. */
  readonly timeout: Milliseconds;
  /** Bytes, packed and unpacked: what is larger is refused. */
  readonly atMost: number;
  readonly tls?: TlsOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TlsOptions {
  /** PEM. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly serverName?: string | undefined;
  readonly isUnverified?: boolean | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Bytes on the wire. */
  readonly size: number;
  /** Where the answer came from, behind redirects. */
  readonly url: URL;
}

const REDIRECTS_AT_MOST = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Sends and gathers the whole answer, whatever its status. Throws Unavailable in words for what the network does. */
export async function http(ask: HttpAsk): Promise<HttpReply> {
  const deadline = performance.now() + ask.timeout;
  let url = ask.url;
  for (let turns = 0; ; turns++) {
    const reply = await once({...ask, url, timeout: Math.max(1, deadline - performance.now())}, ask.timeout);
    const location = reply.headers.location;
    if (!REDIRECTS.includes(reply.status) || location === undefined) return reply;
    url = followed(url, location, turns);
  }
}

/** Credentials must not follow to another host, and a target that sends us elsewhere is not the one that was asked for. */
function followed(from: URL, location: string, turns: number): URL {
  const to = URL.parse(location, from.href) ?? undefined;
  if (to === undefined) throw gap(from, 'failed', `it redirects to ${location}, which is no address`);
  const isSameHost = to.hostname === from.hostname && /^https?:$/.test(to.protocol);
  const isDowngrade = from.protocol === 'https:' && to.protocol === 'http:';
  if (!isSameHost || isDowngrade)
    throw gap(
      from,
      'failed',
      `it redirects to ${to.origin}, and redirects to other hosts are not followed; ask there if that is meant`,
    );
  if (turns >= REDIRECTS_AT_MOST) throw gap(from, 'failed', `it redirects more than ${REDIRECTS_AT_MOST} times`);
  return to;
}

async function once(ask: HttpAsk, whole: Milliseconds): Promise<HttpReply> {
  const {url, signal} = ask;
  signal?.throwIfAborted();
  const {request: start} = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const request = start(url, {
    method: ask.method ?? 'GET',
    headers: {'user-agent': 'kdiag', 'accept-encoding': 'gzip', ...withCredentials(url), ...ask.headers},
    ...tlsOf(ask.tls),
    ...(signal === undefined ? {} : {signal}),
  });
  const clock = {isLate: false};
  const timer = setTimeout(() => {
    clock.isLate = true;
    request.destroy();
  }, ask.timeout);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve);
      request.on('error', reject);
      request.end(ask.body);
    });
    const packed = await gathered(response, ask);
    const body = await unpacked(packed, response.headers['content-encoding'], ask);
    return {status: response.statusCode ?? 0, headers: response.headers, body, size: packed.length, url};
  } catch (error) {
    request.destroy();
    signal?.throwIfAborted();
    if (clock.isLate) throw gap(url, 'timed out', `no whole answer within ${whole / 1000} s`);
    throw error instanceof Unavailable ? error : inWords(url, error);
  } finally {
    clearTimeout(timer);
  }
}

const withCredentials = ({username, password}: URL): OutgoingHttpHeaders =>
  username === ''
    ? {}
    : {
        authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
      };

const tlsOf = (tls: TlsOptions | undefined) => ({
  ...(tls?.ca === undefined ? {} : {ca: tls.ca}),
  ...(tls?.cert === undefined ? {} : {cert: tls.cert}),
  ...(tls?.key === undefined ? {} : {key: tls.key}),
  ...(tls?.serverName === undefined ? {} : {servername: tls.serverName}),
  ...(tls?.isUnverified === true ? {rejectUnauthorized: false} : {}),
});

async function gathered(response: IncomingMessage, {url, atMost}: HttpAsk): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > atMost) throw tooLarge(url, atMost);
  }
  return Buffer.concat(chunks);
}

/** A small answer can unpack to a large one: the limit holds for both. */
async function unpacked(body: Buffer, encoding: string | undefined, {url, atMost}: HttpAsk): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity' || body.length === 0) return body;
  if (encoding !== 'gzip') throw gap(url, 'failed', `it answers in the encoding ${encoding}, which was not asked for`);
  const {gunzip} = await import('node:zlib');
  const chunkSize = Math.min(4 * 1024 * 1024, Math.max(64 * 1024, body.length * 12));
  return new Promise((resolve, reject) => {
    gunzip(body, {chunkSize, maxOutputLength: atMost}, (error, whole) => {
      if (error === null) resolve(whole);
      else
        reject(
          'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
            ? tooLarge(url, atMost)
            : gap(url, 'failed', 'it says that the answer is gzip, and it is not'),
        );
    });
  });
}

const tooLarge = (url: URL, atMost: number): Unavailable =>
  gap(url, 'truncated', `the answer is larger than ${Math.round(atMost / 1024 / 1024)} MiB`);

/** Without user and password. */
export const shownUrl = ({origin, pathname}: URL): string => origin + (pathname === '/' ? '' : pathname);

const gap = (url: URL, why: Gap['why'], hint: string): Unavailable => new Unavailable({what: shownUrl(url), why, hint});

const WORDS: Readonly<Record<string, readonly [Gap['why'], string]>> = {
  ECONNREFUSED: ['unreachable', 'nothing listens there'],
  ECONNRESET: ['unreachable', 'the connection was cut'],
  EPIPE: ['unreachable', 'the connection was cut'],
  ENOTFOUND: ['unreachable', 'there is no such host'],
  EAI_AGAIN: ['unreachable', 'the name of the host cannot be resolved now'],
  EHOSTUNREACH: ['unreachable', 'there is no way to that host'],
  ENETUNREACH: ['unreachable', 'there is no way to that network'],
  ETIMEDOUT: ['timed out', 'no connection came about'],
  EPROTO: ['failed', 'it does not speak TLS; write http:// in its address'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['failed', 'it does not speak TLS; write http:// in its address'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['failed', 'it does not speak TLS; write http:// in its address'],
  HPE_INVALID_CONSTANT: ['failed', 'what listens there does not speak HTTP'],
  HPE_INVALID_HEADER_TOKEN: ['failed', 'it sends headers that are not HTTP'],
  HPE_HEADER_OVERFLOW: ['failed', 'it sends headers larger than 16 KiB'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['failed', 'its certificate is signed by itself: give --ca FILE or --insecure'],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'failed',
    'its certificate is from an authority that is not known here: give --ca FILE or --insecure',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'failed',
    'its certificate is from an authority that is not known here: give --ca FILE or --insecure',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'failed',
    'its certificate is from an authority that is not known here: give --ca FILE or --insecure',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ['failed', 'its certificate is for another name'],
  CERT_HAS_EXPIRED: ['failed', 'its certificate has expired'],
};

function inWords(url: URL, error: unknown): Unavailable {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  const [why, hint] = WORDS[code] ?? ['failed', inner instanceof Error ? inner.message : String(inner)];
  return new Unavailable({what: shownUrl(url), why, hint}, error);
}
