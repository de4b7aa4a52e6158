import nock from 'nock';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Unavailable} from '../../../src/lib/model/source.ts';
import {pages} from '../../../src/lib/sources/live/list.ts';
import {withoutManagedFields} from '../../../src/lib/sources/live/strip.ts';
import {drained, refusal, SERVER, transport} from './live-support.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

const page = (names: readonly string[], token?: string, version = '7') => ({
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: {resourceVersion: version, ...(token === undefined ? {} : {continue: token, remainingItemCount: 1})},
  items: names.map((name) => ({
    metadata: {name, managedFields: [{manager: 'x', fieldsV1: {'f:[': {}}}], uid: '1'},
    spec: {},
  })),
});
const names = (all: ReadonlyArray<{readonly items: readonly object[]}>) =>
  all.map(({items}) => items.map((item) => (item as {metadata: {name: string}}).metadata.name));

describe('a list', () => {
  it('comes in pages of 500, without what no decoder reads', async () => {
    const api = nock(SERVER)
      .get('/api/v1/namespaces/shop/pods?limit=500')
      .reply(200, page(['a', 'b'], 't/1=='));
    api.get('/api/v1/namespaces/shop/pods?limit=500&continue=t%2F1%3D%3D').reply(200, page(['c']));
    const all = await drained(pages(await transport(), 'Pod', {namespace: 'shop'}));
    expect(names(all)).toEqual([['a', 'b'], ['c']]);
    expect(JSON.stringify(all)).not.toContain('managedFields');
    expect(all[0]?.resourceVersion).toBe('7');
  });

  it('keeps the history of kinds whose changes can be a cause', async () => {
    nock(SERVER)
      .get('/apis/apps/v1/deployments?limit=500')
      .reply(200, page(['a']));
    expect(JSON.stringify(await drained(pages(await transport(), 'Deployment', {})))).toContain('managedFields');
  });

  it('asks for the next page before the one at hand is read', async () => {
    const api = nock(SERVER)
      .get('/api/v1/pods?limit=500')
      .reply(200, page(['a'], 't'));
    api.get('/api/v1/pods?limit=500&continue=t').reply(200, page(['b']));
    const some = await transport();
    const all = pages(some, 'Pod', {});
    await all.next();
    await new Promise((done) => setTimeout(done, 50));
    expect(some.asked().requests).toBe(2);
    expect(names(await drained(all))).toEqual([['b']]);
  });

  it('finds the token behind the items, where custom resources have it', async () => {
    const {metadata, items} = page(['a'], 't');
    const api = nock(SERVER).get('/api/v1/pods?limit=500').reply(200, {items, metadata});
    api.get('/api/v1/pods?limit=500&continue=t').reply(200, page(['b']));
    expect(names(await drained(pages(await transport(), 'Pod', {})))).toEqual([['a'], ['b']]);
  });

  it('is not led astray by a token in an object', async () => {
    const items = [{metadata: {name: 'a'}, spec: {continue: 'x', n: '"continue":"y"'}}];
    nock(SERVER)
      .get('/api/v1/pods?limit=500')
      .reply(200, {items, metadata: {resourceVersion: '1'}});
    expect(await drained(pages(await transport(), 'Pod', {}))).toHaveLength(1);
  });

  it('can be left early', async () => {
    const api = nock(SERVER)
      .get('/api/v1/pods?limit=500')
      .reply(200, page(['a'], 't'));
    api
      .get('/api/v1/pods?limit=500&continue=t')
      .delay(2000)
      .reply(200, page(['b']));
    for await (const one of pages(await transport(), 'Pod', {})) {
      expect(names([one])).toEqual([['a']]);
      await new Promise((done) => setTimeout(done, 50));
      break;
    }
  });

  it('goes on with the token that the server offers when the old one has expired', async () => {
    const api = nock(SERVER)
      .get('/api/v1/pods?limit=500')
      .reply(200, page(['a'], 'old'));
    api.get('/api/v1/pods?limit=500&continue=old').reply(410, {kind: 'Status', code: 410, metadata: {continue: 'new'}});
    api.get('/api/v1/pods?limit=500&continue=new').reply(200, page(['b']));
    expect(names(await drained(pages(await transport(), 'Pod', {})))).toEqual([['a'], ['b']]);
  });

  it('says so when it expired for good', async () => {
    const api = nock(SERVER)
      .get('/api/v1/pods?limit=500')
      .reply(200, page(['a'], 'old'));
    api.get('/api/v1/pods?limit=500&continue=old').reply(410, {kind: 'Status', code: 410});
    expect(await refusal(drained(pages(await transport(), 'Pod', {})))).toMatchObject({
      gap: {what: 'pods in all namespaces', why: 'expired'},
    });
  });

  it('of secrets has names only, whatever the server sends', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    nock(SERVER, {reqheaders: {accept}})
      .get('/api/v1/secrets?limit=500')
      .reply(200, {metadata: {}, items: [{metadata: {name: 's'}, data: {a: 'YQ=='}}]});
    expect((await drained(pages(await transport(), 'Secret', {})))[0]?.items).toEqual([{metadata: {name: 's'}}]);
  });

  it.each([
    [
      403,
      'Pod',
      {},
      {
        what: 'pods in all namespaces',
        why: 'forbidden',
        hint: 'to see whether you may: kubectl auth can-i list pods -A',
      },
    ],
    [
      403,
      'Pod',
      {namespace: 'shop'},
      {
        what: 'pods in namespace shop',
        why: 'forbidden',
        hint: 'to see whether you may: kubectl auth can-i list pods -n shop',
      },
    ],
    [
      403,
      'Node',
      {namespace: 'shop'},
      {what: 'nodes', why: 'forbidden', hint: 'to see whether you may: kubectl auth can-i list nodes'},
    ],
    [
      404,
      'HTTPRoute',
      {},
      {
        what: 'httproutes in all namespaces',
        why: 'not installed',
        hint: 'the server has no httproutes.gateway.networking.k8s.io',
      },
    ],
  ] as const)('%i of %s is a gap', async (status, kind, scope, gap) => {
    nock(SERVER)
      .get(/limit=500/)
      .reply(status, {kind: 'Status', message: 'no'});
    const error = await refusal(drained(pages(await transport(), kind, scope)));
    expect((error as Unavailable).gap).toEqual(gap);
  });

  it('that is not JSON is a gap', async () => {
    nock(SERVER)
      .get(/limit=500/)
      .reply(200, '<html>');
    expect(await refusal(drained(pages(await transport(), 'Pod', {})))).toMatchObject({
      gap: {why: 'failed', hint: /not JSON/},
    });
  });

  it.each(['a/../secrets', '..', 'a%2Fb', ''])('cannot be led elsewhere by a namespace: %j', async (namespace) => {
    const error = await refusal(drained(pages(await transport(), 'Pod', {namespace})));
    expect(error).toMatchObject({name: 'UserError', message: /cannot be the name of an object/});
  });
});

describe('managedFields', () => {
  const cut = (value: unknown): unknown => JSON.parse(withoutManagedFields(JSON.stringify(value)));
  it('are cut out wherever they are', () => {
    const managedFields = [{fieldsV1: {'k:{"name":"a]\\"["}': {'.': {}, list: [[1], ']']}}}, {manager: '\\'}];
    const items = [{metadata: {name: 'a', managedFields}}, {metadata: {name: 'b', managedFields, z: 1}}];
    expect(cut({items})).toEqual({items: [{metadata: {name: 'a'}}, {metadata: {name: 'b', z: 1}}]});
  });

  it('are left alone in a string, and in text that ends too soon', () => {
    const value = {note: ',"managedFields":[1]', a: [',"managedFields":[']};
    expect(cut(value)).toEqual(value);
    expect(withoutManagedFields('{"a":1,"managedFields":["')).toBe('{"a":1,"managedFields":["');
    expect(withoutManagedFields('{}')).toBe('{}');
  });
});
