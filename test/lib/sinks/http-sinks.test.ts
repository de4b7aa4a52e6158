import {createHmac} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {Undelivered} from '../../../src/lib/model/sink.ts';
import {eventParcel, logParcel, never, NOW, receiver, sinkAt} from './support.ts';

const linesOf = (body: string): unknown[] =>
  body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

const undelivered = async (work: Promise<void>): Promise<Undelivered> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Undelivered) return error;
  throw new Error('it was delivered', {cause: error});
};

describe('webhook', () => {
  it('posts parcels as JSON, signed so that body and time cannot be changed', async () => {
    const {host, received} = await receiver();
    const sink = await sinkAt(`http://${host}/hook?key=k&secret=s3cret&headers=X-Team:shop`);
    await sink.send([eventParcel('a'), eventParcel('b')], never);
    const [{headers, body, path, method}] = received as [(typeof received)[0]];
    expect([method, path]).toEqual(['POST', '/hook?key=k']);
    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify([eventParcel('a'), eventParcel('b')])));
    const timestamp = String(NOW.getTime() / 1000);
    const hmac = createHmac('sha256', 's3cret').update(`${timestamp}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'x-kdiag-timestamp': timestamp,
      'x-kdiag-signature': `sha256=${hmac}`,
      'x-team': 'shop',
    });
  });

  it('posts what a template made as it is, and remembers how far it came', async () => {
    const {host, received} = await receiver((_, nth) => ({status: nth === 2 ? 503 : 200}));
    const parcels = ['a', 'b', 'c'].map((name) => eventParcel(name, {text: `<${name}>`}));
    const error = await undelivered((await sinkAt(`http://${host}/?type=text/plain`)).send(parcels, never));
    expect(received.map(({body}) => body)).toEqual(['<a>', '<b>']);
    expect(error.again).toEqual(parcels.slice(1));
  });

  it.each([
    [400, true, undefined],
    [401, false, undefined],
    [429, false, 7000],
    [503, false, 7000],
  ])('a %i is final: %s', async (status, isFinal, retryAfter) => {
    const {host} = await receiver(() => ({
      status,
      body: '<h1>no</h1>',
      ...(retryAfter === undefined ? {} : {headers: {'retry-after': '7'}}),
    }));
    const error = await undelivered((await sinkAt(`http://${host}/`)).send([eventParcel()], never));
    expect(error).toMatchObject({isFinal, retryAfter, message: `it answered ${status}: no`});
  });

  it('says in words why there is no connection', async () => {
    const {host} = await receiver();
    const refused = await undelivered((await sinkAt('http://127.0.0.1:9/')).send([eventParcel()], never));
    expect(refused.message).toBe('the connection was refused; is it running there?');
    const plain = await undelivered((await sinkAt(`https://${host}/`)).send([eventParcel()], never));
    expect(plain.message).toBe('it does not speak TLS on this port');
  });

  it('gives up on a place that says nothing', async () => {
    const {createServer} = await import('node:net');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const {port} = silent.address() as {port: number};
    const sink = await sinkAt(`http://127.0.0.1:${port}/?timeout=50ms`);
    expect((await undelivered(sink.send([eventParcel()], never))).message).toBe('no answer within 0.05 s');
    await sink.close();
    silent.close();
  });
});

describe('loki', () => {
  it('pushes one stream for each set of labels', async () => {
    const {host, received} = await receiver(() => ({status: 204}));
    const sink = await sinkAt(`loki://${host}?tenant=t1&labels=env=prod`);
    await sink.send([eventParcel('a'), eventParcel('b'), logParcel('it failed')], never);
    const [{path, headers, body}] = received as [(typeof received)[0]];
    expect(path).toBe('/loki/api/v1/push');
    expect(headers['x-scope-orgid']).toBe('t1');
    const {streams} = JSON.parse(body) as {streams: Array<{stream: object; values: string[][]}>};
    expect(streams.map(({stream}) => stream)).toEqual([
      {job: 'kdiag', kdiag: 'event', cluster: 'prod', namespace: 'shop', kind: 'Pod', type: 'Warning', env: 'prod'},
      {
        ...{job: 'kdiag', kdiag: 'log', layer: 'app', node: 'node-1', namespace: 'shop', pod: 'web-0'},
        ...{container: 'app', env: 'prod'},
      },
    ]);
    expect(streams[0]!.values).toHaveLength(2);
    expect(streams[1]!.values[0]).toEqual([
      '1772359198123456789',
      'it failed',
      {source: 'app', level: 'error', field_code: '500'},
    ]);
  });
});

describe('victorialogs', () => {
  it('sends lines with its fields named in the query', async () => {
    const {host, received} = await receiver();
    await (await sinkAt(`victorialogs://${host}?tenant=3:4`)).send([eventParcel('a')], never);
    const [{path, headers, body}] = received as [(typeof received)[0]];
    expect(path).toMatch(/^\/insert\/jsonline\?_stream_fields=.*&_time_field=_time&_msg_field=_msg$/);
    expect(headers).toMatchObject({accountid: '3', projectid: '4'});
    expect(linesOf(body)).toEqual([
      expect.objectContaining({_msg: 'Back-off restarting "a"', reason: 'BackOff', count: 3, 'label.app': 'web'}),
    ]);
  });
});

describe('elasticsearch', () => {
  const answer = (...statuses: readonly number[]): string =>
    JSON.stringify({
      errors: statuses.some((status) => status > 299),
      items: statuses.map((status) => ({create: {status, ...(status > 299 ? {error: {reason: `no ${status}`}} : {})}})),
    });

  it('creates documents under the key of the event, in the index of its day', async () => {
    const {host, received} = await receiver(() => ({status: 200, body: answer(201)}));
    const sink = await sinkAt(`opensearch://u:p@${host}/below?index=ev-%25Y.%25m.%25d`);
    await sink.send([eventParcel('a')], never);
    const [{path, headers, body}] = received as [(typeof received)[0]];
    expect(path).toBe('/below/_bulk');
    expect(headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    expect(linesOf(body)).toEqual([
      {create: {_index: 'ev-2026.03.01', _id: 'key-a'}},
      expect.objectContaining({'@timestamp': '2026-03-01T09:59:58.123456Z', reason: 'BackOff'}),
    ]);
  });

  it('tells from the answer which were taken, which come again, and which never', async () => {
    const {host} = await receiver(() => ({status: 200, body: answer(201, 409, 429, 400)}));
    const parcels = ['a', 'b', 'c', 'd'].map((name) => eventParcel(name));
    const error = await undelivered((await sinkAt(`elasticsearch://${host}`)).send(parcels, never));
    expect(error.again).toEqual([parcels[2]]);
    expect(error.refused).toEqual([parcels[3]]);
    expect(error.message).toBe('it said: no 429');
  });

  it('takes one that is there already for sent', async () => {
    const {host} = await receiver(() => ({status: 200, body: answer(409)}));
    await (await sinkAt(`elasticsearch://${host}`)).send([eventParcel()], never);
  });
});
