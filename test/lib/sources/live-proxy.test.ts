import net from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {Unavailable} from '../../../src/lib/model/source.ts';
import {kubeconfig, refusal, serve, type Served, transport} from './live-support.ts';

// Real sockets: nock would answer before a proxy is asked.
const open: Array<{close(): Promise<void>}> = [];
const kept = <T extends {close(): Promise<void>}>(one: T): T => (open.push(one), one);
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const api = async (): Promise<Served> => kept(await serve((_, response) => response.end('from the api')));
const through = (proxy: string, server: string) =>
  transport({kubeconfig: kubeconfig(server, '{}', `, proxy-url: "${proxy}"`)});
const ask = {what: 'it', path: '/it'};

async function tunnel(asked: string[]): Promise<Served> {
  const proxy = kept(await serve((_, response) => response.end()));
  proxy.server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const there = net.connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    socket.pipe(there).pipe(socket);
    socket.on('error', () => there.destroy());
    there.on('error', () => socket.destroy());
  });
  return proxy;
}

/** Just enough of RFC 1928: no password, connect to an IPv4 address or a name. */
async function socks(asked: string[]): Promise<string> {
  const server = net.createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request: Buffer) => {
        const host = request[3] === 1 ? [...request.subarray(4, 8)].join('.') : request.subarray(5, -2).toString();
        const port = request.readUInt16BE(request.length - 2);
        asked.push(`${host}:${port}`);
        const there = net.connect(port, host, () => socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])));
        socket.pipe(there).pipe(socket);
        there.on('error', () => socket.destroy());
      });
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  kept({close: () => new Promise((done) => server.close(() => done()))});
  return `socks5://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

describe('through a proxy', () => {
  it('of the kind http, keeping the connection', async () => {
    const asked: string[] = [];
    const [server, proxy] = [await api(), await tunnel(asked)];
    const some = await through(proxy.url, server.url);
    expect(await some.text(ask)).toBe('from the api');
    expect(await some.text(ask)).toBe('from the api');
    expect(asked).toEqual([new URL(server.url).host]);
    some.close();
  });

  it('of the kind socks5', async () => {
    const asked: string[] = [];
    const [server, proxy] = [await api(), await socks(asked)];
    const some = await through(proxy, server.url);
    expect(await some.text(ask)).toBe('from the api');
    expect(asked).toEqual([new URL(server.url).host]);
    some.close();
  });

  it.each(['http', 'socks5'])('that is not there (%s), it is said that it was the proxy', async (kind) => {
    const error = await refusal((await through(`${kind}://127.0.0.1:1`, 'https://api.test')).get(ask));
    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).toMatch(
      /unreachable .*through the proxy .*127\.0\.0\.1:1: .*ECONNREFUSED.*proxy-url.*NO_PROXY/,
    );
  });

  it('that refuses, its answer is told', async () => {
    const proxy = kept(await serve((_, response) => response.end()));
    proxy.server.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    const error = await refusal((await through(proxy.url, 'https://api.test')).get(ask));
    expect(String(error)).toMatch(/through the proxy .*407/);
  });
});
