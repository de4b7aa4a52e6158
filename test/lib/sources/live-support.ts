import {mkdtempSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {connection} from '../../../src/lib/sources/live/connection.ts';
import {Transport} from '../../../src/lib/sources/live/transport.ts';
import type {ConnectOptions} from '../../../src/lib/sources/live/options.ts';

export const SERVER = 'https://api.test:6443';

export const folder = (): string => mkdtempSync(path.join(tmpdir(), 'kdiag-live-'));

/** A file of a fresh folder; gives its path. */
export function file(text: string, name = 'config', mode = 0o600): string {
  const where = path.join(folder(), name);
  writeFileSync(where, text, {mode});
  return where;
}

/** A kubeconfig with one context `test` of one cluster and one user; `user` is YAML in braces. */
export const kubeconfig = (server = SERVER, user = '{token: secret-token}', cluster = ''): string =>
  file(`apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "${server}"${cluster}}}]
users: [{name: u, user: ${user}}]
contexts: [{name: test, context: {cluster: c, user: u, namespace: shop}}]
current-context: test
`);

export const options = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
  env: {},
  kubeconfig: kubeconfig(),
  ...more,
});

export const transport = async (more: Partial<ConnectOptions> = {}): Promise<Transport> => {
  const all = options(more);
  return new Transport(await connection(all), all);
};

export interface Served {
  readonly url: string;
  readonly server: http.Server;
  close(): Promise<void>;
}

/** A real server, for what nock does not show: sockets, time, how many at once. */
export async function serve(handler: http.RequestListener): Promise<Served> {
  const server = http.createServer(handler);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return {url, server, close};
}

export async function drained<T>(some: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of some) all.push(one);
  return all;
}

/** What a promise is refused with. */
export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
