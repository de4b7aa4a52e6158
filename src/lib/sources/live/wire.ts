import type {ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders} from 'node:http';
import type {Access} from './credentials.ts';
import {tooLate, Trouble} from './trouble.ts';

/** A page of 500 pods has 3 to 10 MB; what is larger than this is not kept in memory. */
export const BODY_AT_MOST = 64 * 1024 * 1024;

/** One request as it goes out. */
export interface Message {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | undefined;
  /** Milliseconds for all of it, 0 for ever. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Keep this many bytes of the body's end and let the rest pass by. */
  readonly tail?: number | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Bytes on the wire. */
  readonly size: number;
}

/** One attempt: sent, and the whole answer gathered. */
export function exchange(message: Message, access: Access): Promise<Reply> {
  return within(message, access, async (response) => {
    const {chunks, size} = await gathered(response, message.tail);
    const body = await unpacked(Buffer.concat(chunks), response.headers['content-encoding']);
    return {status: response.statusCode ?? 0, headers: response.headers, body, size};
  });
}

/** One attempt whose answer is read as it comes; the time limit is for its beginning. */
export const begin = (message: Message, access: Access): Promise<IncomingMessage> =>
  within(message, access, (response) => Promise.resolve(response));

async function within<T>(message: Message, access: Access, use: (response: IncomingMessage) => Promise<T>): Promise<T> {
  const {url, method, headers, timeout, signal} = message;
  signal?.throwIfAborted();
  const {request: start} = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const request = start(url, {
    method,
    agent: access.agent,
    headers: {...access.headers, ...headers},
    ...(signal === undefined ? {} : {signal}),
  });
  let late: Trouble | undefined;
  const giveUp = (): void => {
    late = tooLate(timeout, url.host);
    request.destroy(late);
  };
  const timer = timeout > 0 ? setTimeout(giveUp, timeout) : undefined;
  try {
    return await use(await answered(request, message.body));
  } catch (error) {
    // Our own time-out and the caller's abort show up as a cut connection.
    signal?.throwIfAborted();
    throw late ?? error;
  } finally {
    clearTimeout(timer);
  }
}

function answered(request: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
}

async function gathered(
  response: IncomingMessage,
  tail: number | undefined,
): Promise<{readonly chunks: Buffer[]; readonly size: number}> {
  const chunks: Buffer[] = [];
  let [kept, size] = [0, 0];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    kept += chunk.length;
    while (tail !== undefined && chunks[0] !== undefined && kept - chunks[0].length >= tail)
      kept -= chunks.shift()?.length ?? 0;
    if (kept > BODY_AT_MOST) throw tooLarge();
  }
  return {chunks, size};
}

const tooLarge = (): Trouble =>
  new Trouble(
    'truncated',
    `the answer is larger than ${String(BODY_AT_MOST / 1024 / 1024)} MiB`,
    'Ask for less: one namespace with -n.',
  );

/** Off the main thread, in few large pieces: with zlib's default of 16 KB a page takes five times as long. */
async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding !== 'gzip' || body.length === 0) return body;
  const {gunzip} = await import('node:zlib');
  const chunkSize = Math.min(4 * 1024 * 1024, Math.max(64 * 1024, body.length * 12));
  return new Promise((resolve, reject) => {
    gunzip(body, {chunkSize, maxOutputLength: BODY_AT_MOST}, (error, whole) => {
      if (error === null) resolve(whole);
      else reject('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error);
    });
  });
}
