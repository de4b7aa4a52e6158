import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gzipSync} from 'node:zlib';
import {afterEach, describe, expect, it} from 'vitest';
import {http} from '../../../src/lib/stores/http.ts';

let server: Server | undefined;

async function served(listener: RequestListener): Promise<URL> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}/metrics`);
}

const ask = (url: URL, more: {timeout?: number; atMost?: number; signal?: AbortSignal} = {}) =>
  http({url, timeout: 5000, atMost: 1 << 20, ...more});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('a hostile target', () => {
  it('cannot fill the memory with a small packed answer', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    const url = await served((_, response) => response.writeHead(200, {'content-encoding': 'gzip'}).end(bomb));
    await expect(ask(url)).rejects.toThrow('larger than 1 MiB');
  });

  it('cannot talk for ever', async () => {
    const url = await served((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64 << 10)));
        response.once('drain', more);
      };
      more();
    });
    await expect(ask(url)).rejects.toThrow('larger than 1 MiB');
  });

  it('cannot hold us with a drop now and then', async () => {
    const url = await served((_, response) => {
      response.write('a');
    });
    await expect(ask(url, {timeout: 50})).rejects.toThrow('no whole answer within 0.05 s');
  });

  it('cannot send us elsewhere', async () => {
    const url = await served((_, response) =>
      response.writeHead(302, {location: 'http://169.254.169.254/latest'}).end(),
    );
    await expect(ask(url)).rejects.toThrow('redirects to other hosts are not followed');
  });

  it('cannot send us in a circle', async () => {
    const url = await served((_, response) => response.writeHead(302, {location: '/metrics'}).end());
    await expect(ask(url)).rejects.toThrow('more than 5 times');
  });

  it('that is cut off in the middle is not taken for whole', async () => {
    const url = await served((_, response) => {
      response.writeHead(200, {'content-length': '1000'});
      response.write('up 1\n', () => response.destroy());
    });
    await expect(ask(url)).rejects.toThrow('cut');
  });

  it('that says gzip and is not is told so', async () => {
    const url = await served((_, response) => response.writeHead(200, {'content-encoding': 'gzip'}).end('up 1'));
    await expect(ask(url)).rejects.toThrow('says that the answer is gzip');
  });
});

describe('an ordinary target', () => {
  it('may redirect on its own host', async () => {
    const url = await served((request, response) =>
      request.url === '/metrics' ? response.writeHead(301, {location: '/metrics/'}).end() : response.end('up 1\n'),
    );
    const reply = await ask(url);
    expect([reply.body.toString(), reply.url.pathname]).toEqual(['up 1\n', '/metrics/']);
  });

  it('gets credentials from its address', async () => {
    const url = await served((request, response) => response.end(request.headers.authorization));
    url.username = 'me';
    url.password = 'p%40ss';
    expect(Buffer.from((await ask(url)).body.toString().slice(6), 'base64').toString()).toBe('me:p@ss');
  });

  it('that is not there is said so', async () => {
    const url = await served(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    await expect(ask(url)).rejects.toMatchObject({gap: {why: 'unreachable', hint: 'nothing listens there'}});
  });

  it('is left when the person wants to', async () => {
    const controller = new AbortController();
    const url = await served(() => {
      controller.abort();
    });
    await expect(ask(url, {signal: controller.signal})).rejects.toThrow('abort');
  });
});
