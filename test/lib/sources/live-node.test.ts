import nock from 'nock';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Unavailable} from '../../../src/lib/model/source.ts';
import {nodeLogs} from '../../../src/lib/sources/live/node-logs.ts';
import {podLog} from '../../../src/lib/sources/live/pod-log.ts';
import {refusal, SERVER, transport} from './live-support.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

const ROOT = '/api/v1/nodes/n%201/proxy/logs/';
const listing = (...files: string[]): string =>
  `<!doctype html>\n<pre>\n${files.map((file) => `<a href="${file}">${file}</a>\n`).join('')}</pre>`;
const read = async (layer: 'kernel' | 'runtime' | 'component', tailBytes = 20) =>
  nodeLogs(await transport(), 'n 1', {layer, tailBytes});
const range = {reqheaders: {range: 'bytes=-20', 'accept-encoding': 'identity'}};

describe('logs of a node', () => {
  it('are the end of the file that holds the layer', async () => {
    nock(SERVER)
      .get(ROOT)
      .reply(200, listing('syslog', 'pods/', 'kern.log', 'containerd.log'));
    nock(SERVER, range)
      .get(`${ROOT}kern.log`)
      .reply(206, 'tail of a line\nlast\n', {'content-range': 'bytes 980-999/1000'});
    expect(await read('kernel')).toEqual([{source: 'kern.log', text: 'last\n', truncated: true}]);
  });

  it('are whole when the file is short, with what was just rotated away before it', async () => {
    nock(SERVER)
      .get(ROOT)
      .reply(200, listing('kern.log', 'kern.log.1', 'kern.log.2.gz'));
    nock(SERVER, range).get(`${ROOT}kern.log.1`).reply(206, 'old\n', {'content-range': 'bytes 0-3/4'});
    nock(SERVER, range)
      .get(`${ROOT}kern.log`)
      .reply(206, Buffer.from([0xff, 0x41, 0x0a]), {'content-range': 'bytes 0-2/3'});
    expect(await read('kernel')).toEqual([
      {source: 'kern.log.1', text: 'old\n', truncated: false},
      {source: 'kern.log', text: '\ufffdA\n', truncated: false},
    ]);
  });

  it('are cut here where the server ignores the range, and absent where the file is empty', async () => {
    nock(SERVER).get(ROOT).reply(200, listing('containerd.log', 'docker.log'));
    nock(SERVER)
      .get(`${ROOT}containerd.log`)
      .reply(200, `${'x'.repeat(30)}\n1234567890\nend\n`);
    nock(SERVER).get(`${ROOT}docker.log`).reply(416);
    expect(await read('runtime')).toEqual([{source: 'containerd.log', text: '1234567890\nend\n', truncated: true}]);
  });

  it('of components are in a folder below as well, without the audit log', async () => {
    nock(SERVER)
      .get(ROOT)
      .reply(200, listing('kubelet.log', 'kube-proxy.log', 'kubernetes/'));
    nock(SERVER).get(`${ROOT}kubernetes/`).reply(200, listing('audit.log', 'etcd.log'));
    for (const file of ['kubelet.log', 'kube-proxy.log', 'kubernetes/etcd.log'])
      nock(SERVER)
        .get(ROOT + file)
        .reply(206, 'a\n');
    expect((await read('component')).map(({source}) => source)).toEqual([
      'kubelet.log',
      'kube-proxy.log',
      'kubernetes/etcd.log',
    ]);
  });

  it('come from the journal where there are no files', async () => {
    nock(SERVER).get(ROOT).reply(200, listing('journal/'));
    nock(SERVER)
      .get(`${ROOT}?query=containerd&tailLines=100`)
      .reply(200, 'Jan 01 00:00:00.000000 n containerd[1]: hi\n');
    nock(SERVER).get(`${ROOT}?query=crio&tailLines=100`).reply(200, '-- No entries --\n');
    nock(SERVER).get(`${ROOT}?query=docker&tailLines=100`).reply(500, 'no such unit');
    const texts = await read('runtime', 200);
    expect(texts).toEqual([
      {source: 'journal containerd', text: 'Jan 01 00:00:00.000000 n containerd[1]: hi\n', truncated: false},
    ]);
  });

  it('are a gap where the kubelet ignores the question', async () => {
    nock(SERVER).get(ROOT).reply(200, listing('journal/'));
    nock(SERVER).get(`${ROOT}?query=kernel&tailLines=100`).reply(200, listing('journal/'));
    expect(await refusal(read('kernel'))).toMatchObject({
      gap: {what: 'kernel log of node n 1', why: 'not captured', hint: /NodeLogQuery/},
    });
  });

  it.each([
    [403, 'forbidden', /can-i get nodes --subresource=proxy/],
    [404, 'not captured', /enableSystemLogHandler/],
    [500, 'unreachable', /connection refused/],
  ])('are a gap after %i', async (status, why, hint) => {
    nock(SERVER).get(ROOT).reply(status, 'dial tcp 10.0.0.1:10250: connect: connection refused');
    expect(await refusal(read('kernel'))).toMatchObject({gap: {why, hint: expect.stringMatching(hint) as string}});
  });

  it('cannot be led out of the folder by a listing', async () => {
    nock(SERVER)
      .get(ROOT)
      .reply(200, listing('../../exec', 'kern.log/../../x', '%zz'));
    nock(SERVER)
      .get(/query=kernel/)
      .reply(200, '');
    expect(await refusal(read('kernel'))).toBeInstanceOf(Unavailable);
  });
});

describe('the log of a container', () => {
  const asked = {namespace: 'shop', pod: 'db-0', container: 'db'};
  const path = '/api/v1/namespaces/shop/pods/db-0/log?container=db&tailLines=5&timestamps=true';
  const log = async (more = {}): Promise<string> => podLog(await transport(), asked, {tail: 5, ...more});

  it('is its end with times', async () => {
    nock(SERVER).get(path).reply(200, '2026-03-01T00:00:00Z hi\n');
    expect(await log()).toBe('2026-03-01T00:00:00Z hi\n');
    nock(SERVER)
      .get('/api/v1/namespaces/shop/pods/db-0/log?container=db&previous=true&tailLines=5&limitBytes=9&timestamps=true')
      .reply(200, '');
    expect(await log({previous: true, limitBytes: 9})).toBe('');
  });

  it.each([
    [400, 'previous terminated container "db" in pod "db-0" not found', /has not been restarted/],
    [400, 'container "db" in pod "db-0" is waiting to start: ContainerCreating', /not started yet/],
    [400, 'container x is not valid for pod db-0', /no such container/],
    [400, 'something else', /^something else/],
    [200, 'unable to retrieve container logs for containerd://abc', /already removed/],
    [404, 'pods "db-0" not found', /the pod is gone/],
  ])('is a gap: %i %s', async (status, message, hint) => {
    nock(SERVER)
      .get(path)
      .reply(status, status === 200 ? message : {kind: 'Status', message});
    const error = (await refusal(log())) as Unavailable;
    expect(error.gap).toMatchObject({
      what: 'log of container db of pod shop/db-0',
      why: 'failed',
      hint: expect.stringMatching(hint) as string,
    });
  });
});
