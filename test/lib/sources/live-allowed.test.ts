import {describe, expect, it} from 'vitest';
import {assertReadOnly, type Asking} from '../../../src/lib/sources/live/allowed.ts';
import {transport} from './live-support.ts';

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const get =
  (path: string, accept = 'application/json') =>
  (): void =>
    assertReadOnly({method: 'GET', path, accept});

describe('what kdiag sends', () => {
  it.each(['PUT', 'PATCH', 'DELETE', 'POST', 'CONNECT', 'OPTIONS', 'HEAD', 'get'])('is never %s', (method) => {
    expect(() => assertReadOnly({method: method as Asking['method'], path: '/api/v1/pods'})).toThrow(/only reads/);
    expect(() =>
      assertReadOnly({method: method as Asking['method'], path: '/api/v1/namespaces/a/pods/b/eviction'}),
    ).toThrow(/only reads/);
  });

  it.each(['selfsubjectaccessreviews', 'selfsubjectrulesreviews'])(
    'may be a question about our own rights: %s',
    (review) => {
      expect(() => assertReadOnly({method: 'POST', path: `/apis/authorization.k8s.io/v1/${review}`})).not.toThrow();
      expect(() => assertReadOnly({method: 'POST', path: `/apis/authorization.k8s.io/v1/${review}/../x`})).toThrow();
      expect(() =>
        assertReadOnly({method: 'POST', path: `/apis/authorization.k8s.io/v1/${review}?dryRun=All`}),
      ).toThrow();
    },
  );

  it.each([
    '/version',
    '/readyz?verbose',
    '/api/v1/pods?limit=500&continue=a%2Fb',
    '/apis/apps/v1/namespaces/shop/deployments?watch=true',
    '/api/v1/namespaces/shop/pods/exec',
    '/api/v1/namespaces/exec/pods/web-0/log?container=exec',
    '/api/v1/nodes/n/proxy/logs/kern.log',
    '/api/v1/nodes/n/proxy/metrics/cadvisor',
    '/api/v1/namespaces/m/services/prometheus%3A9090/proxy/api/v1/query?query=a%2F..%2Fb',
    '/api/v1/namespaces/secrets/pods',
  ])('may be a reading: %s', (path) => {
    expect(get(path)).not.toThrow();
  });

  it.each([
    '/api/v1/namespaces/shop/pods/web-0/exec?command=sh',
    '/api/v1/namespaces/shop/pods/web-0/attach',
    '/api/v1/namespaces/shop/pods/web-0/portforward',
    '/api/v1/namespaces/shop/pods/web-0/%65xec',
    '/api/v1/nodes/n/proxy/run/shop/web-0/app',
    '/api/v1/nodes/n/proxy/exec/shop/web-0/app',
    '/api/v1/nodes/n/proxy/logs/../exec/shop/web-0/app',
    '/api/v1/nodes/n/proxy/logs/%2e%2e/exec/shop/web-0/app',
    '/api/v1/nodes/n/proxy/logs/%252e%252e/exec/shop/web-0/app',
    '/api/v1//nodes/n/proxy/exec/shop',
    'api/v1/pods',
    'https://elsewhere/api/v1/pods',
    '/api/v1/pods\r\nX: y',
  ])('is not %s', (path) => {
    expect(get(path)).toThrow(/only reads/);
  });

  it.each([
    '/api/v1/secrets',
    '/api/v1/namespaces/shop/secrets?limit=500',
    '/api/v1/namespaces/shop/secrets/db',
    '/api/v1/watch/secrets',
    '/api/v1/%73ecrets',
  ])('asks for no more than the names of secrets: %s', (path) => {
    expect(get(path)).toThrow(/only reads/);
    expect(get(path, `${METADATA}, application/json`)).toThrow(/only reads/);
    expect(get(path, METADATA)).not.toThrow();
  });

  it('is checked by the transport before anything else', async () => {
    const some = await transport();
    expect(() => some.get({what: 'x', path: '/api/v1/namespaces/shop/pods/web-0/exec'})).toThrow(/only reads/);
    expect(() => some.review({what: 'x', path: '/api/v1/namespaces/shop/pods'}, {})).toThrow(/only reads/);
    expect(some.asked().requests).toBe(0);
  });
});
