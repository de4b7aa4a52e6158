import {describe, expect, test} from 'vitest';
import rule from '../../../src/lib/rules/setting-names-unknown-service.ts';
import {cluster, object, pod, service, sightings} from '../../support/cluster.ts';

const shop = (env: readonly unknown[], more = {}) =>
  cluster({
    Pod: [pod('web', {container: {env, ...more}})],
    Service: [service('orders')],
    Namespace: [{metadata: {name: 'shop'}}],
    ConfigMap: [object('settings', {data: {ORDERS: 'https://order/v1', NOTE: 'order'}})],
  });

describe('a setting that names no Service', () => {
  test('in the environment, with the name that was meant', () => {
    const [seen] = sightings(rule, shop([{name: 'ORDERS_URL', value: 'http://order:8080/'}]));
    expect(seen?.summary).toBe(
      'Pod shop/web is set to call "order" (env.ORDERS_URL of Pod shop/web), but there is no such Service shop/order; did you mean "orders"?',
    );
    expect(seen?.evidence[0].quote).toBe('ORDERS_URL: http://order:8080/');
  });

  test('in a ConfigMap', () => {
    const seen = sightings(rule, shop([], {envFrom: [{configMapRef: {name: 'settings'}}]}));
    expect(seen.map(({evidence}) => evidence[0].quote)).toEqual(['ORDERS: https://order/v1']);
  });
});

test.each([
  ['http://orders:8080'],
  ['https://api.example.com/order'],
  ['order'],
  ['http://localhost:8080'],
  ['http://10.1.2.3/'],
])('%s is nothing to speak of', (value) => {
  expect(sightings(rule, shop([{name: 'X', value}]))).toEqual([]);
});
