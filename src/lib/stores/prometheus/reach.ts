import {type ProxyTarget, type Source, Unavailable} from '../../model/source.ts';
import type {Milliseconds} from '../../model/time.ts';
import {http, shownUrl, type TlsOptions} from '../http.ts';
import type {Get} from '../prometheus.ts';
import {complaintIn} from './answer.ts';

const BODY_AT_MOST = 256 * 1024 * 1024;
const TIMEOUT: Milliseconds = 30_000;

export interface UrlOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeout?: Milliseconds | undefined;
  readonly tls?: TlsOptions | undefined;
}

/** A store by its address, with its path prefix: `http://prometheus:9090`, `https://mimir/prometheus`. */
export function byUrl(base: URL, {headers, timeout = TIMEOUT, tls}: UrlOptions = {}): Get {
  return async (path, query, signal) => {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`;
    for (const [name, value] of query) url.searchParams.append(name, value);
    const reply = await http({url, headers: {...headers}, timeout, atMost: BODY_AT_MOST, tls, signal});
    const body = reply.body.toString();
    if (reply.status >= 200 && reply.status < 300) return body;
    throw new Unavailable({
      what: shownUrl(reply.url),
      why: refusal(reply.status),
      hint: complaintIn(body) ?? spelt(reply.status, body),
    });
  };
}

/** A store behind a Service or pod, through the API server's proxy: with the rights of the kubeconfig, from anywhere. */
export function byProxy(source: Source, target: Omit<ProxyTarget, 'path'>, prefix = ''): Get {
  return async (path, query, signal) => {
    const asked = query.size === 0 ? path : `${path}?${query.toString()}`;
    return source.proxy(
      {...target, path: prefix === '' ? asked : `${prefix.replace(/^\/+|\/+$/g, '')}/${asked}`},
      signal,
    );
  };
}

const refusal = (status: number) =>
  status === 401 || status === 403 ? 'forbidden' : status === 404 ? 'not installed' : 'failed';

function spelt(status: number, body: string): string {
  const said =
    body
      .replaceAll(/<[^>]*>/g, ' ')
      .trim()
      .split('\n')[0]
      ?.trim()
      .slice(0, 200) ?? '';
  return said === '' ? `it answers ${status}` : `it answers ${status}: ${said}`;
}
