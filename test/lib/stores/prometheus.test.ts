import nock from 'nock';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {byUrl} from '../../../src/lib/stores/prometheus/reach.ts';
import {Prometheus} from '../../../src/lib/stores/prometheus.ts';

const BASE = 'http://prometheus.test';
const store = (headers?: Record<string, string>) => new Prometheus(byUrl(new URL(`${BASE}/prefix/`), {headers}));
const answers = (path: string, data: unknown, query: Record<string, unknown> | true = true): void => {
  nock(BASE)
    .get(`/prefix/api/v1/${path}`)
    .query(query as never)
    .reply(200, {status: 'success', data});
};

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

describe('a Prometheus', () => {
  it('is asked for a range in seconds and answers in milliseconds', async () => {
    answers(
      'query_range',
      {
        resultType: 'matrix',
        result: [
          {
            metric: {__name__: 'up'},
            values: [
              [1.5, '1'],
              [2.5, 'NaN'],
              [3.5, '+Inf'],
            ],
          },
        ],
      },
      {query: 'up', start: '1.500', end: '3.500', step: '1'},
    );
    const {series} = await store().queryRange('up', {start: 1500, end: 3500}, 1000);
    expect(series).toEqual([
      {
        labels: {__name__: 'up'},
        points: [
          {at: 1500, value: 1},
          {at: 2500, value: NaN},
          {at: 3500, value: Infinity},
        ],
        histograms: 0,
      },
    ]);
  });

  it('counts native histograms, which have no single value', async () => {
    answers('query', {resultType: 'vector', result: [{metric: {}, histogram: [1, {count: '3'}]}]});
    expect(await store().query('rpc')).toMatchObject({is: 'vector', series: [{points: [], histograms: 1}]});
  });

  it('is asked with several matchers, and as a tenant', async () => {
    nock(BASE, {reqheaders: {'x-scope-orgid': 'shop'}})
      .get('/prefix/api/v1/series?match[]=up&match[]=down')
      .reply(200, {status: 'success', data: [{__name__: 'up'}]});
    expect(await store({'X-Scope-OrgID': 'shop'}).series({match: ['up', 'down']})).toEqual([{__name__: 'up'}]);
  });

  it('says in its own words what it does not like', async () => {
    nock(BASE)
      .get('/prefix/api/v1/query')
      .query(true)
      .reply(400, {status: 'error', errorType: 'bad_data', error: '1:3: parse error'});
    await expect(store().query('up(')).rejects.toThrow('bad_data: 1:3: parse error');
  });

  it('is told from something else that listens there', async () => {
    nock(BASE).get('/prefix/api/v1/query').query(true).reply(200, '<html>');
    await expect(store().query('up')).rejects.toThrow('not that of a Prometheus API');
  });

  it('refuses credentials in words', async () => {
    nock(BASE).get('/prefix/api/v1/query').query(true).reply(401, 'Unauthorized');
    await expect(store().query('up')).rejects.toMatchObject({gap: {why: 'forbidden'}});
  });

  it('does not take its answer from another host', async () => {
    nock(BASE).get('/prefix/api/v1/query').query(true).reply(302, '', {location: 'http://elsewhere.test/'});
    await expect(store().query('up')).rejects.toThrow('redirects to http://elsewhere.test');
  });

  it('lists rules with their alerts', async () => {
    answers('rules', {
      groups: [
        {
          name: 'g',
          file: 'f.yml',
          rules: [
            {
              type: 'alerting',
              name: 'Down',
              query: 'up == 0',
              duration: 60,
              labels: {severity: 'page'},
              annotations: {},
              state: 'firing',
              health: 'ok',
              alerts: [{labels: {a: 'b'}, state: 'firing', value: '0e+00'}],
            },
            {type: 'recording', name: 'job:up', query: 'sum(up)', health: 'err', lastError: 'no'},
          ],
        },
      ],
    });
    expect(await store().rules()).toMatchObject([
      {is: 'alert', name: 'Down', hold: 60_000, state: 'firing', alerts: [{labels: {a: 'b'}}]},
      {is: 'recording', name: 'job:up', lastError: 'no'},
    ]);
  });
});
