import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-component-silent.ts';
import targetDown from '../../../src/lib/rules/scrape-target-down.ts';
import {ago, cluster, meta, node, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const KEY = '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/targets?state=active';
const prometheus = {
  metadata: meta('prometheus', {namespace: 'monitoring', labels: {app: 'prometheus'}}),
  spec: {clusterIP: '10.96.0.9', selector: {app: 'prometheus'}, ports: [{name: 'web', port: 9090}]},
};
const target = (port: number, more: Json = {}): Json => ({
  scrapeUrl: `http://192.168.0.1:${String(port)}/metrics`,
  labels: {},
  discoveredLabels: {},
  lastError: `Get "http://192.168.0.1:${String(port)}/metrics": dial tcp 192.168.0.1:${String(port)}: connect: connection refused`,
  lastScrape: ago(5),
  health: 'down',
  ...more,
});
const address = {addresses: [{type: 'InternalIP', address: '192.168.0.1'}]};
const on = (
  targets: readonly Json[],
  {ready = 'True', pods = []}: {ready?: 'True' | 'False'; pods?: readonly Json[]} = {},
) =>
  cluster(
    {Service: [prometheus], Node: [node('node-1', ready, {status: address})], Pod: pods},
    {pages: new Map([[KEY, JSON.stringify({status: 'success', data: {activeTargets: targets}})]])},
  );

test('names the component, its node and what stops', () => {
  const [found, ...more] = sightings(rule, on([target(10249), target(10256)]));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Node', name: 'node-1'});
  expect(found?.severity).toBe('high');
  expect(found?.summary).toBe(
    'Node node-1: kube-proxy does not run: nothing listens on its port 10249; addresses of Services lead its pods to endpoints that are gone',
  );
  expect(found?.evidence[0].quote).toContain('connection refused');
});

test('tells one that hangs from one that is dead', () => {
  const [found] = sightings(rule, on([target(9100, {lastError: 'context deadline exceeded'})]));
  expect(found?.summary).toBe('Node node-1: node-exporter hangs: no answer on its port 9100; the node is not measured');
});

test('is told once: the target is no finding of its own', () => {
  expect(sightings(targetDown, on([target(10249)]))).toEqual([]);
});

test.each([
  ['a component that answers', on([target(10249, {health: 'up', lastError: ''})])],
  ['one that refuses the reader', on([target(10259, {lastError: 'server returned HTTP status 403 Forbidden'})])],
  ['a port of something else', on([target(8080)])],
  ['a node that is down as a whole', on([target(10249)], {ready: 'False'})],
  [
    'a component in a pod, whose state tells',
    on([target(10249)], {
      pods: [pod('kube-proxy-a', {spec: {hostNetwork: true}, container: {ports: [{containerPort: 10249}]}})],
    }),
  ],
])('is silent about %s', (_, one) => {
  expect(sightings(rule, one)).toEqual([]);
});
