import {describe, expect, test} from 'vitest';
import {hostsIn} from '../../../src/lib/model/cluster/calls.ts';
import {cluster, node, object, pod, service} from '../../support/cluster.ts';

const other = (name: string): Record<string, unknown> => ({...service(name), metadata: {name, namespace: 'data'}});
const shop = cluster({
  Namespace: [{metadata: {name: 'shop'}}, {metadata: {name: 'data'}}],
  Service: [service('db'), {...other('cache'), spec: {clusterIP: '10.96.0.77', ports: []}}],
  Pod: [pod('db-0', {of: 'db', status: {podIP: '10.0.0.9'}})],
  Node: [node('node-1', 'True', {status: {addresses: [{type: 'InternalIP', address: '192.168.7.4'}]}})],
  ConfigMap: [
    object('settings', {data: {CACHE_URL: 'redis://:secret@cache.data.svc.cluster.local:6379/0', motd: 'hello db'}}),
  ],
});

const service_ = (namespace: string, name: string): unknown => ({
  is: 'service',
  ref: {kind: 'Service', namespace, name},
});

describe('a host leads to', () => {
  test.each([
    ['db', service_('shop', 'db')],
    ['db:5432', service_('shop', 'db')],
    ['DB.shop', service_('shop', 'db')],
    ['db.shop.svc', service_('shop', 'db')],
    ['db.shop.svc.cluster.local.', service_('shop', 'db')],
    ['cache.data', service_('data', 'cache')],
    ['10.96.0.77:6379', service_('data', 'cache')],
    ['10.0.0.9:5432', {is: 'pod', ref: {kind: 'Pod', namespace: 'shop', name: 'db-0'}}],
    ['192.168.7.4:10250', {is: 'node', ref: {kind: 'Node', name: 'node-1'}}],
    ['db-0.db.shop.svc.cluster.local', {is: 'pod', ref: {kind: 'Pod', namespace: 'shop', name: 'db-0'}}],
    ['localhost:8080', {is: 'itself'}],
    ['127.0.0.1', {is: 'itself'}],
    ['[::1]:80', {is: 'itself'}],
    ['queue', {is: 'missing service', ref: {kind: 'Service', namespace: 'shop', name: 'queue'}}],
    ['queue.data', {is: 'missing service', ref: {kind: 'Service', namespace: 'data', name: 'queue'}}],
    ['db.svc.cluster.local', service_('shop', 'db')],
    ['db.cluster.local', service_('shop', 'db')],
    ['example.com', {is: 'external', host: 'example.com'}],
    ['api.example.com:443', {is: 'external', host: 'api.example.com'}],
    ['8.8.8.8:53', {is: 'external', host: '8.8.8.8'}],
  ])('%s', (host, to) => {
    expect(shop.calls.resolve(host, 'shop')).toEqual(to);
  });

  test('a name is not missing where Services were not read', () => {
    expect(cluster({}).calls.resolve('queue', 'shop')).toEqual({is: 'external', host: 'queue'});
  });
});

describe('what a pod calls is read from', () => {
  const callsOf = (container: Record<string, unknown>): readonly string[] => {
    const [first] = cluster({...wires, Pod: [pod('web', {container})]}).all('Pod');
    return first === undefined
      ? []
      : cluster({...wires, Pod: [pod('web', {container})]})
          .calls.dependenciesOf(first)
          .map(({name}) => name);
  };
  const wires = {
    Namespace: [{metadata: {name: 'shop'}}, {metadata: {name: 'data'}}],
    Service: [service('db'), {...other('cache'), spec: {clusterIP: '10.96.0.77', ports: []}}],
    ConfigMap: [object('settings', {data: {CACHE_URL: 'redis://:secret@cache.data.svc.cluster.local:6379/0'}})],
  };

  test.each([
    ['an environment variable', {env: [{name: 'DB_HOST', value: 'db'}]}, ['db']],
    ['an argument', {args: ['--upstream=http://db:8080/x']}, ['db']],
    ['a connection string', {env: [{name: 'DSN', value: 'postgres://u:p@db.shop:5432/x?sslmode=off'}]}, ['db']],
    ['a JDBC URL', {env: [{name: 'URL', value: 'jdbc:mysql://db:3306/x'}]}, ['db']],
    [
      'a key of a ConfigMap',
      {env: [{name: 'X', valueFrom: {configMapKeyRef: {name: 'settings', key: 'CACHE_URL'}}}]},
      ['cache'],
    ],
    ['a whole ConfigMap', {envFrom: [{configMapRef: {name: 'settings'}}]}, ['cache']],
    ['nothing that only looks like it', {args: ['dbmate', 'http://dbx:80']}, []],
  ])('%s', (_, container, expected) => {
    expect(callsOf(container)).toEqual(expected);
  });
});

test('hosts in a broker list', () => {
  expect([...hostsIn(['kafka-0.kafka:9092,kafka-1.kafka:9092'])]).toEqual(['kafka-0.kafka', 'kafka-1.kafka']);
});
