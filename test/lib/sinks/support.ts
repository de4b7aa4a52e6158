import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';
import type {EventParcel, LogParcel, Parcel, Sink, SinkSurroundings} from '../../../src/lib/model/sink.ts';
import {destination} from '../../../src/lib/sinks/_address.ts';
import {opened} from '../../../src/lib/sinks/_deliver.ts';

export const NOW = new Date('2026-03-01T10:00:00Z');

/** An event about pod shop/web-0; `name` tells one from the other. */
export const eventParcel = (name = 'a', more: Partial<EventParcel> = {}): Parcel => ({
  is: 'event',
  time: '2026-03-01T09:59:58.123456Z',
  event: {
    about: {kind: 'Pod', namespace: 'shop', name: 'web-0'},
    uid: 'u-1',
    fieldPath: 'spec.containers{app}',
    reason: 'BackOff',
    message: `Back-off restarting "${name}"`,
    isWarning: true,
    count: 3,
    first: '2026-03-01T09:50:00Z',
    last: '2026-03-01T09:59:58.123456Z',
    component: 'kubelet',
    host: 'node-1',
    cluster: 'prod',
    resourceVersion: '17',
    key: `key-${name}`,
    name: `web-0.${name}`,
    namespace: 'shop',
    labels: {app: 'web'},
    annotations: {},
    owners: ['Deployment/web'],
    isDeleted: false,
    ...more,
  },
});

export const logParcel = (message: string, more: Partial<LogParcel> = {}): Parcel => ({
  is: 'log',
  time: '2026-03-01T09:59:58.123456789Z',
  log: {
    layer: 'app',
    node: 'node-1',
    namespace: 'shop',
    pod: 'web-0',
    container: 'app',
    source: 'app',
    level: 'error',
    pattern: undefined,
    message,
    fields: {code: '500'},
    ...more,
  },
});

export const sampleParcel = (value: number): Parcel => ({
  is: 'sample',
  time: '2026-03-01T09:59:58Z',
  sample: {name: 'kdiag_x_bytes', labels: {pod: 'web-0'}, value, type: 'gauge'},
});

export function surroundings(remarks: string[] = [], env: Record<string, string> = {}): SinkSurroundings {
  return {now: () => NOW, env, write: () => undefined, remark: (text) => remarks.push(text)};
}

/** A sink as an address opens it, closed after the test. */
export async function sinkAt(typed: string, env: Record<string, string> = {}): Promise<Sink> {
  const kind = typed.startsWith('loki') ? 'log' : 'event';
  const sink = await opened(await destination(typed, kind), surroundings([], env));
  onTestFinished(() => sink.close());
  return sink;
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

/** A server that keeps what it is sent; `answer` is asked for each request. */
export async function receiver(answer: (request: Received, nth: number) => Answer = () => ({status: 200})) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const {method = '', url: path = '', headers} = request;
      const body = Buffer.concat(await request.toArray()).toString();
      received.push({method, path, headers, body});
      const {status, body: text = '', headers: more = {}} = answer(received.at(-1)!, received.length);
      response.writeHead(status, more).end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {host: `127.0.0.1:${(server.address() as AddressInfo).port}`, received};
}

export const never = new AbortController().signal;
