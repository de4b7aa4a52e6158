import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/application-cannot-reach.ts';
import {ago, cluster, line, mark, pod, podLog, service, sightings, slice, crashed} from '../../support/cluster.ts';

const refused = (host: string, port: string, at?: string) =>
  line(`dial tcp ${host}:${port}: connect: connection refused`, [mark('app-connection-refused', {host, port})], at);
const web = pod('web', {status: {podIP: '10.0.0.9'}});

test('joins the client with the Service that it names', () => {
  const on = cluster(
    {Service: [service('db')], EndpointSlice: [slice('db')], Pod: [web]},
    {containerLogs: [podLog('web', [refused('10.96.0.10', '5432'), refused('10.96.0.10', '5432')])]},
  );
  expect(sightings(rule, on)).toMatchObject([
    {
      subject: {name: 'web'},
      severity: 'medium',
      toward: [{kind: 'Service', name: 'db'}],
      summary: 'Pod shop/web cannot reach Service shop/db (10.96.0.10:5432): connection refused',
    },
  ]);
});

test('is high when the client is not ready', () => {
  const on = cluster(
    {Service: [service('db')], Pod: [pod('web', {status: crashed({exitCode: 1})})]},
    {containerLogs: [podLog('web', [refused('db', '5432')])]},
  );
  expect(sightings(rule, on)).toMatchObject([
    {severity: 'high', evidence: [{from: 'log', quote: 'dial tcp db:5432: connect: connection refused'}]},
  ]);
});

test('advises on the way there where what is called is outside the cluster', () => {
  const on = (host: string) =>
    cluster(
      {Service: [service('db')], EndpointSlice: [slice('db')], Pod: [web]},
      {containerLogs: [podLog('web', [refused(host, '5432'), refused(host, '5432')])]},
    );
  const [outside, inside] = ['203.0.113.5', '10.96.0.10'].map((host) => sightings(rule, on(host))[0]);
  expect(outside?.summary).toContain('203.0.113.5:5432, which is outside the cluster');
  expect(outside?.fix?.[0]).toContain('203.0.113.5 is up and lets the nodes in');
  expect(inside?.fix).toEqual([]);
});

test('advises to look for slow answers where what is called has ready endpoints', () => {
  const late = line('dial tcp 10.96.0.10:5432: i/o timeout', [
    mark('app-connection-timeout', {host: '10.96.0.10', port: '5432'}),
  ]);
  const on = (ready: readonly string[]) =>
    cluster(
      {Service: [service('db')], EndpointSlice: [slice('db', ready)], Pod: [web, pod('db-0')]},
      {containerLogs: [podLog('web', [late, late])]},
    );
  expect(sightings(rule, on(['db-0']))[0]?.fix?.[0]).toContain('behind Service shop/db answers slowly');
  expect(sightings(rule, on([]))[0]?.fix).toEqual([]);
});

test('says nothing of trouble that the client got over', () => {
  const after = [5, 4, 3].map((seconds) => line('GET / 200', [], ago(seconds)));
  const healed = podLog('web', [refused('db', '5432', ago(600)), ...after]);
  expect(sightings(rule, cluster({Service: [service('db')], Pod: [web]}, {containerLogs: [healed]}))).toEqual([]);
  const old = podLog('web', [refused('db', '5432', ago(3000))]);
  expect(sightings(rule, cluster({Service: [service('db')], Pod: [web]}, {containerLogs: [old]}))).toEqual([]);
});

test('leaves names that do not exist and itself to others', () => {
  const lines = [
    line('lookup dbb: no such host', [mark('app-no-such-host', {host: 'dbb'})]),
    refused('localhost', '9000'),
  ];
  expect(
    sightings(rule, cluster({Service: [service('db')], Pod: [web]}, {containerLogs: [podLog('web', lines)]})),
  ).toEqual([]);
});

test('wants the log of who names a broken Service, and of one pod of each workload', () => {
  const caller = pod('web', {container: {env: [{name: 'DB', value: 'db:5432'}]}});
  const leads = [
    ...rule.leads(cluster({Service: [service('db')], EndpointSlice: [slice('db')], Pod: [pod('other'), caller]})),
  ];
  expect(leads.map((lead) => (lead.want === 'pod-log' ? lead.container.pod : ''))).toEqual(['web', 'other']);
});

test.each([
  ['one slow answer', 1, {}, 'low'],
  ['slow answers again and again', 3, {}, 'medium'],
  ['one slow answer to a client that is not ready', 1, crashed({exitCode: 1}), 'high'],
])('weighs %s', (_, times, status, severity) => {
  const slow = line('Get "http://db:5432": context deadline exceeded', [
    mark('app-connection-timeout', {host: 'db', port: '5432'}),
  ]);
  const on = cluster(
    {Service: [service('db')], EndpointSlice: [slice('db', ['db-0'])], Pod: [pod('web', {status})]},
    {
      containerLogs: [
        podLog(
          'web',
          Array.from({length: times}, () => slow),
        ),
      ],
    },
  );
  expect(sightings(rule, on)).toMatchObject([{severity}]);
});
