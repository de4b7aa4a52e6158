import {gzipSync} from 'node:zlib';
import nock from 'nock';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {UserError} from '../../../src/lib/model/failure.ts';
import {Unavailable} from '../../../src/lib/model/source.ts';
import {REQUESTS_AT_ONCE} from '../../../src/lib/sources/live/transport.ts';
import {BODY_AT_MOST} from '../../../src/lib/sources/live/wire.ts';
import {kubeconfig, refusal, SERVER, serve, transport} from './live-support.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

const ask = {what: 'it', path: '/it', can: 'list pods -A'};
const gapOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error = await refusal(work);
  expect(error).toBeInstanceOf(Unavailable);
  return (error as Unavailable).gap;
};

describe('a request', () => {
  it('carries the token, who is meant, and asks for gzip', async () => {
    const seen = {authorization: 'Bearer secret-token', 'accept-encoding': 'gzip', 'impersonate-user': 'bob'};
    nock(SERVER, {reqheaders: seen}).get('/it').reply(200, gzipSync('hello'), {'content-encoding': 'gzip'});
    const some = await transport({as: 'bob'});
    expect(await some.text(ask)).toBe('hello');
    expect(some.asked()).toEqual({requests: 1, bytes: gzipSync('hello').length});
  });

  it('keeps the path of a server behind a gateway', async () => {
    nock('https://rancher.test').get('/k8s/clusters/c-1/it').reply(200, 'ok');
    expect(await (await transport({server: 'https://rancher.test/k8s/clusters/c-1/'})).text(ask)).toBe('ok');
  });

  it('carries a user and password, or the token of a file without its line break', async () => {
    nock(SERVER, {reqheaders: {authorization: `Basic ${btoa('me:word')}`}})
      .get('/it')
      .reply(200);
    await (await transport({kubeconfig: kubeconfig(SERVER, '{username: me, password: word}')})).get(ask);
    nock(SERVER, {reqheaders: {authorization: 'Bearer of-a-file'}})
      .get('/it')
      .reply(200);
    const {file} = await import('./live-support.ts');
    await (await transport({kubeconfig: kubeconfig(SERVER, `{tokenFile: ${file('of-a-file\n')}}`)})).get(ask);
  });

  it('sends no credentials over plain http', async () => {
    nock('http://plain.test', {badheaders: ['authorization']})
      .get('/it')
      .reply(200, 'ok');
    expect(await (await transport({server: 'http://plain.test'})).text(ask)).toBe('ok');
  });

  it('does not hide behind a body that is no gzip', async () => {
    nock(SERVER).get('/it').reply(200, Buffer.from('hello'), {'content-encoding': 'gzip'});
    expect(await gapOf((await transport()).get(ask))).toMatchObject({
      why: 'unreachable',
      hint: expect.stringMatching(/incorrect header check/) as string,
    });
  });
});

describe('a refusal becomes words', () => {
  const status = (message: string): object => ({kind: 'Status', message});
  it.each([
    [403, status('pods is forbidden'), 'forbidden', /kubectl auth can-i list pods -A/],
    [403, status('User "system:anonymous" cannot list'), 'forbidden', /no credentials/],
    [404, 'page not found', 'not installed', /page not found/],
    [408, '', 'timed out', /^$/],
    [410, '', 'expired', /run it again/],
    [500, status('etcdserver: leader changed'), 'failed', /^500: etcdserver: leader changed/],
    [
      500,
      status('Get "https://10.0.0.1:10250/x": dial tcp 10.0.0.1:10250: connect: connection refused'),
      'unreachable',
      /10250/,
    ],
    [500, status('dial tcp 10.0.0.1:10250: i/o timeout'), 'timed out', /i\/o timeout/],
    [503, 'no endpoints available for service "x"', 'unreachable', /no endpoints/],
    [502, '<html><h1>Bad Gateway</h1></html>', 'failed', /^502: Bad Gateway/],
    [504, status('request did not complete'), 'timed out', /not complete/],
    [302, '', 'failed', /points to https:\/\/login/],
  ])('%i %j is %s', async (code, body, why, hint) => {
    nock(SERVER).get('/it').reply(code, body, {location: 'https://login'});
    expect(await gapOf((await transport()).get(ask))).toMatchObject({
      what: 'it',
      why,
      hint: expect.stringMatching(hint) as string,
    });
  });

  it('401 is for the person to mend', async () => {
    nock(SERVER).get('/it').reply(401, status('Unauthorized'));
    const error = await refusal((await transport()).get(ask));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      exit: 3,
      message: /must be logged in to the server \(401: Unauthorized\)/,
      hint: /expired/,
    });
  });

  it('a forbidden question is repeated as the one who asked', async () => {
    nock(SERVER).get('/it').reply(403, '');
    expect(await gapOf((await transport({as: 'bob'})).get(ask))).toMatchObject({hint: /can-i list pods -A --as bob$/});
  });

  it.each([
    ['ECONNREFUSED', 'unreachable', /was refused\. Is the cluster running/],
    ['ENOTFOUND', 'unreachable', /does not resolve/],
    ['EHOSTUNREACH', 'unreachable', /no route/],
    ['CERT_HAS_EXPIRED', 'unreachable', /has expired\. Renew/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unreachable', /unknown authority\. Correct certificate-authority/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable', /other names: DNS:a, DNS:b\. Use one/],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'unreachable', /does not accept your client certificate/],
    ['HPE_INVALID_CONSTANT', 'unreachable', /does not speak HTTP/],
    ['EWHATEVER', 'unreachable', /api\.test:6443 failed: odd/],
  ])('%s is %s', async (code, why, hint) => {
    const message = code.includes('ALTNAME') ? "Host: x. is not in the cert's altnames: DNS:a, DNS:b" : 'odd';
    nock(SERVER)
      .get('/it')
      .replyWithError(Object.assign(new Error(message), {code}));
    expect(await gapOf((await transport()).get(ask))).toMatchObject({why, hint: expect.stringMatching(hint) as string});
  });
});

describe('asking again', () => {
  it('waits as long as the server says, three times at most', async () => {
    nock(SERVER).get('/it').times(3).reply(429, 'slow down', {'retry-after': '0'});
    const some = await transport();
    expect(await gapOf(some.get(ask))).toMatchObject({why: 'failed', hint: /overloaded \(429\): slow down/});
    nock(SERVER)
      .get('/it')
      .reply(503, '', {'retry-after': new Date(0).toUTCString()})
      .get('/it')
      .reply(200, 'ok');
    expect(await some.text(ask)).toBe('ok');
  }, 20_000);

  it('does not repeat a 503 without a time', async () => {
    nock(SERVER).get('/it').reply(503, 'the server is currently unable to handle the request');
    expect(await gapOf((await transport()).get(ask))).toMatchObject({why: 'unreachable'});
  });

  it('sends a GET again after a reset, once', async () => {
    const reset = Object.assign(new Error('socket hang up'), {code: 'ECONNRESET'});
    nock(SERVER).get('/it').replyWithError(reset).get('/it').reply(200, 'ok');
    expect(await (await transport()).text(ask)).toBe('ok');
    nock(SERVER).get('/it').times(2).replyWithError(reset);
    expect(await gapOf((await transport()).get(ask))).toMatchObject({why: 'unreachable', hint: /was cut/});
  });
});

describe('limits', () => {
  const slow = (milliseconds: number) =>
    serve((_, response) => void setTimeout(() => response.end('late'), milliseconds));
  const local = async (url: string, more = {}) => transport({server: url, ...more});

  beforeEach(() => nock.enableNetConnect('127.0.0.1'));

  it('are those of --request-timeout, or of the question', async () => {
    const served = await slow(2000);
    const hint = expect.stringMatching(/no answer within 0\.05 s\. --request-timeout/) as string;
    expect(await gapOf((await local(served.url, {requestTimeout: 50})).get(ask))).toMatchObject({
      why: 'timed out',
      hint,
    });
    expect(await gapOf((await local(served.url)).get({...ask, timeout: 50}))).toMatchObject({why: 'timed out', hint});
    await served.close();
  });

  it('stop at the word of the caller', async () => {
    const served = await slow(5000);
    const stop = new AbortController();
    const asked = (await local(served.url)).get({...ask, signal: stop.signal});
    setTimeout(() => stop.abort(new Error('enough')), 30);
    expect(await refusal(asked)).toMatchObject({message: 'enough'});
    await served.close();
  });

  it('let no more than eight requests out at once, on connections that are kept', async () => {
    let [now, most] = [0, 0];
    const sockets = new Set<unknown>();
    const served = await serve((request, response) => {
      sockets.add(request.socket);
      most = Math.max(most, ++now);
      setTimeout(() => (now--, response.end()), 15);
    });
    const some = await local(served.url);
    await Promise.all(Array.from({length: 40}, () => some.get(ask)));
    expect([most, sockets.size, some.asked().requests]).toEqual([REQUESTS_AT_ONCE, REQUESTS_AT_ONCE, 40]);
    some.close();
    await served.close();
  });

  it('hold for what a small gzip body becomes', async () => {
    const bomb = gzipSync(Buffer.alloc(BODY_AT_MOST + 1));
    nock(SERVER).get('/it').reply(200, bomb, {'content-encoding': 'gzip'});
    expect(await gapOf((await transport()).get(ask))).toMatchObject({why: 'truncated', hint: /larger than 64 MiB/});
  });

  it('hold for a body without end, of which the end may be wanted', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const served = await serve((_, response) => {
      for (let sent = 0; sent < 70; sent++) response.write(chunk);
      response.end('the end');
    });
    const some = await local(served.url);
    expect(await gapOf(some.get(ask))).toMatchObject({why: 'truncated'});
    const {body} = await some.get({...ask, tail: 100});
    expect(body.length).toBeLessThan(3 * chunk.length);
    expect(body.subarray(-9).toString()).toBe('xxthe end');
    some.close();
    await served.close();
  });
});
