import nock from 'nock';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openCluster} from '../../../src/lib/sources/live.ts';
import {drained, kubeconfig, options, refusal, SERVER, serve, type Served} from './live-support.ts';

const VERSION = {major: '1', minor: '34', gitVersion: 'v1.34.4'};

describe('opening a cluster', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(pending).toEqual([]);
  });

  it('tells where one is', async () => {
    nock(SERVER).get('/version').reply(200, VERSION);
    const {source, namespace} = await openCluster(options());
    expect(source.origin).toEqual({kind: 'cluster', context: 'test', server: SERVER, version: 'v1.34.4'});
    expect(namespace).toBe('shop');
    expect(source.gaps()).toEqual([]);
    expect(source.asked().requests).toBe(1);
    expect(Math.abs(source.now().getTime() - Date.now())).toBeLessThan(1000);
    await source.close();
  });

  it('takes the time of the server where the two clocks differ', async () => {
    const there = Date.now() - 3_600_000;
    nock(SERVER)
      .get('/version')
      .reply(200, VERSION, {date: new Date(there).toUTCString()});
    const {source} = await openCluster(options());
    expect(Math.abs(source.now().getTime() - there)).toBeLessThan(3000);
    nock(SERVER).get('/version').reply(200, VERSION, {date: 'whenever'});
    expect(Math.abs((await openCluster(options())).source.now().getTime() - Date.now())).toBeLessThan(1000);
  });

  it('goes on where the version is not for everybody', async () => {
    nock(SERVER).get('/version').reply(403, {});
    expect((await openCluster(options())).source.origin.version).toBeUndefined();
  });

  it.each([
    [401, {message: 'Unauthorized'}, /must be logged in/, /log in again/],
    [404, 'not here', /not a Kubernetes API server/, /address/],
    [200, '<html>', /not a Kubernetes API server/, /address/],
    [400, 'Client sent an HTTP request to an HTTPS server.', /speaks TLS/, /https:\/\//],
    [500, {message: 'etcd is down.'}, /does not tell its version: 500: etcd is down\.$/, /kubectl version/],
  ])('%i %j is for the person to mend', async (status, body, message, hint) => {
    nock(SERVER).get('/version').reply(status, body);
    expect(await refusal(openCluster(options()))).toMatchObject({
      name: 'UserError',
      exit: 3,
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(hint) as string,
    });
  });

  it('says what keeps the server from being reached', async () => {
    nock(SERVER)
      .get('/version')
      .replyWithError(Object.assign(new Error('no'), {code: 'ECONNREFUSED'}));
    expect(await refusal(openCluster(options()))).toMatchObject({
      exit: 3,
      message: 'The connection to api.test:6443 was refused.',
      hint: /VPN/,
    });
  });

  it('gives the pages of kubelets, APIs and services', async () => {
    const api = nock(SERVER).get('/version').reply(200, VERSION);
    api.get('/api/v1/nodes/n-1/proxy/metrics/cadvisor').reply(200, 'cadvisor');
    api.get('/readyz?verbose').reply(200, 'ok');
    api.get('/api/v1/namespaces/m/services/prom%3A9090/proxy/api/v1/query?query=up').reply(200, '{}');
    api.get('/api/v1/nodes/gone/proxy/stats/summary').reply(404, {});
    const {source} = await openCluster(options());
    expect(await source.kubelet('n-1', 'metrics/cadvisor')).toBe('cadvisor');
    expect(await source.raw('/readyz?verbose')).toBe('ok');
    expect(
      await source.proxy({namespace: 'm', kind: 'services', name: 'prom:9090', path: '/api/v1/query?query=up'}),
    ).toBe('{}');
    expect(await refusal(source.kubelet('gone', 'stats/summary'))).toMatchObject({
      gap: {what: 'stats/summary of node gone', why: 'not installed'},
    });
  });
});

describe('a watch', () => {
  const line = (type: string, name: string, resourceVersion: string): string =>
    `${JSON.stringify({type, object: {metadata: {name, resourceVersion}}})}\n`;

  /** Answers lists with version 5 and each watch with the next script. */
  async function watched(
    asked: string[],
    scripts: ReadonlyArray<(write: (text: string | Buffer) => void, end: () => void) => void>,
  ): Promise<Served> {
    let turn = 0;
    return serve((request, response) => {
      const url = new URL(request.url ?? '', 'http://x');
      if (url.pathname === '/version') response.end(JSON.stringify(VERSION));
      else if (url.searchParams.get('watch') === null)
        response.end(JSON.stringify({metadata: {resourceVersion: '5'}, items: [{metadata: {name: 'all'}}]}));
      else {
        asked.push(url.searchParams.get('resourceVersion') ?? '');
        scripts[turn++]?.(
          (text) => response.write(text),
          () => response.end(),
        );
      }
    });
  }

  it('gives changes from now on, over cuts, ends and a past that is gone', async () => {
    const asked: string[] = [];
    const late = Buffer.from(line('MODIFIED', 'é', '7'));
    const middle = late.indexOf(0xc3) + 1;
    const served = await watched(asked, [
      (write, end) => {
        write(line('ADDED', 'a', '6'));
        write(late.subarray(0, middle));
        // In the middle of the letter.
        setTimeout(() => {
          write(
            Buffer.concat([
              late.subarray(middle),
              Buffer.from(`
${line('BOOKMARK', '', '9')}`),
            ]),
          );
          end();
        }, 20);
      },
      (write) => write(`${JSON.stringify({type: 'ERROR', object: {kind: 'Status', code: 410, message: 'too old'}})}\n`),
      (write) => write(line('DELETED', 'a', '10')),
    ]);
    const {source} = await openCluster(options({kubeconfig: kubeconfig(served.url)}));
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const {type, object} of source.watch!('Pod', {}, stop.signal)) {
      seen.push(`${type} ${(object['metadata'] as {name: string}).name}`);
      if (type === 'DELETED') stop.abort();
    }
    expect(seen).toEqual(['ADDED a', 'MODIFIED é', 'MODIFIED all', 'DELETED a']);
    expect(asked).toEqual(['5', '9', '5']);
    await source.close();
    await served.close();
  });

  it('ends at once when told to, and with a gap when refused', async () => {
    const served = await watched([], []);
    const {source} = await openCluster(options({kubeconfig: kubeconfig(served.url)}));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect(await drained(source.watch!('Pod', {}, stop.signal))).toEqual([]);
    await served.close();
    nock(SERVER).get('/version').reply(200, VERSION).get('/api/v1/pods?limit=1').reply(403, {});
    const {source: other} = await openCluster(options());
    expect(await refusal(drained(other.watch!('Pod', {}, new AbortController().signal)))).toMatchObject({
      gap: {why: 'forbidden'},
    });
  });
});
