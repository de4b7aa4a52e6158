import {createHash, createHmac} from 'node:crypto';
import {UserError} from '../model/failure.ts';
import {type Parcel, type Sink, type SinkType, Undelivered} from '../model/sink.ts';
import {http, httpOptions, httpUrl} from './_http.ts';
import {keyOf, messageOf} from './_parcel.ts';

const METHODS = ['POST', 'PUT'] as const;

/**
 * Any address that takes a POST: a JSON array of parcels, or the text that a template made, one request each. With a
 * secret, X-Kdiag-Signature is `sha256=` and the HMAC of X-Kdiag-Timestamp (seconds), a point, and the body.
 * X-Kdiag-Delivery is the same when the same is sent again.
 */
export default {
  schemes: ['webhook', 'webhooks', 'http', 'https'],
  title: 'a web hook: JSON by POST, signed with a secret',
  example: 'https://host/path',
  takes: ['event', 'log', 'sample'],
  options: {
    ...httpOptions,
    method: {shows: METHODS.join(' or ')},
    headers: {shows: 'more headers, like "X-Team: shop, X-Key: env:KEY"', secret: true},
    type: {shows: 'content type of what a template made (application/json)'},
    secret: {shows: 'to sign with', secret: true},
  },
  batch: 100,
  open: async (address, options, surroundings): Promise<Sink> => {
    const secure = /^(https|webhooks):$/.test(address.protocol);
    const method = METHODS.find((one) => one === (options['method'] ?? 'POST').toUpperCase());
    if (method === undefined)
      throw new UserError(`method=${options['method'] ?? ''} is not one`, 'Methods are POST and PUT.');
    const more = headersOf(options['headers'] ?? '', surroundings.env);
    const place = await http(httpUrl(address, {secure}), options, surroundings);
    const post = async (body: string, key: string, type: string, signal: AbortSignal): Promise<void> => {
      const signed = signature(body, options['secret'], surroundings.now());
      const headers = {'content-type': type, 'x-kdiag-delivery': key, ...signed, ...more};
      await place.ask({method, body, headers}, signal);
    };
    return {
      send: async (parcels, signal) => {
        const type = options['type'] ?? 'application/json';
        if (!parcels.some(isTemplated))
          return post(JSON.stringify(parcels), deliveryOf(parcels), 'application/json', signal);
        for (const [at, parcel] of parcels.entries())
          await post(messageOf(parcel), deliveryOf([parcel]), type, signal).catch((error: unknown) => {
            throw partly(error, parcels, at);
          });
      },
      close: () => place.close(),
    };
  },
} satisfies SinkType;

const isTemplated = (parcel: Parcel): boolean => parcel.is === 'event' && parcel.event.text !== undefined;

/** Those before `at` have arrived. */
export function partly(error: unknown, parcels: readonly Parcel[], at: number): unknown {
  if (!(error instanceof Undelivered)) return error;
  const {message, isFinal, retryAfter} = error;
  const [refused, again] = isFinal ? [parcels.slice(at, at + 1), parcels.slice(at + 1)] : [[], parcels.slice(at)];
  return new Undelivered(message, {retryAfter, refused, again, cause: error});
}

function signature(body: string, secret: string | undefined, now: Date): Record<string, string> {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const hmac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {'x-kdiag-timestamp': timestamp, 'x-kdiag-signature': `sha256=${hmac}`};
}

const deliveryOf = (parcels: readonly Parcel[]): string =>
  createHash('sha256')
    .update(parcels.map((one) => keyOf(one) ?? JSON.stringify(one)).join('\n'))
    .digest('hex')
    .slice(0, 32);

function headersOf(text: string, env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const pairs = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [, name = '', value = ''] = /^([\w-]+)\s*:\s*(.*)$/.exec(one) ?? [];
      if (name === '')
        throw new UserError('headers= holds what is no header', 'Write it like "X-Team: shop, X-Key: env:KEY".');
      const from = /^env:(.+)$/.exec(value)?.[1];
      return [name.toLowerCase(), from === undefined ? value : (env[from] ?? '')] as const;
    });
  return Object.fromEntries(pairs);
}
