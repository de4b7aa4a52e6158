import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/network-policy-blocks.ts';
import {ago, cluster, line, mark, pod, podLog, service, sightings, slice, object} from '../../support/cluster.ts';

const timeout = podLog('web', [
  line('dial tcp: lookup db on 10.96.0.10:53: i/o timeout', [mark('app-dns-failure', {host: 'db'})]),
]);
const policy = (spec: Record<string, unknown>) =>
  object('default-deny-egress', {spec: {podSelector: {}, policyTypes: ['Egress'], ...spec}});
const dns = pod('coredns-1', {metadata: {namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}}});
const on = (spec: Record<string, unknown>, logs = timeout) =>
  cluster(
    {
      NetworkPolicy: [policy(spec)],
      Service: [service('db')],
      EndpointSlice: [slice('db', ['db'])],
      Pod: [pod('web'), pod('db'), dns],
    },
    {containerLogs: [logs]},
  );

test('names the policy that keeps a client from the DNS', () => {
  expect(sightings(rule, on({}))).toMatchObject([
    {
      subject: {kind: 'NetworkPolicy', name: 'default-deny-egress'},
      evidence: [{quote: 'Egress of all pods of the namespace: no egress rule allows it'}, {from: 'log'}],
    },
  ]);
});

test('names the policy that keeps a client from a Service', () => {
  const log = podLog('web', [
    line('dial tcp 10.96.0.10:80: i/o timeout', [mark('app-connection-timeout', {host: 'db', port: '80'})], ago(10)),
  ]);
  expect(sightings(rule, on({egress: [{ports: [{port: 53, protocol: 'UDP'}]}]}, log))).toMatchObject([
    {summary: expect.stringContaining('blocks egress of Pod shop/web to Service shop/db on port 8080') as string},
  ]);
  expect(
    sightings(rule, on({egress: [{ports: [{port: 8080}], to: [{podSelector: {matchLabels: {app: 'db'}}}]}]}, log)),
  ).toEqual([]);
});

test('says nothing when a rule allows it or no policy applies', () => {
  expect(sightings(rule, on({egress: [{ports: [{port: 53, protocol: 'UDP'}]}]}))).toEqual([]);
  expect(sightings(rule, on({podSelector: {matchLabels: {app: 'other'}}}))).toEqual([]);
});
