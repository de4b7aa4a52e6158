import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/dns-errors.ts';
import {cluster, line, mark, pod, podLog, service, sightings, slice} from '../../support/cluster.ts';

const failed = line('dial tcp: lookup db on 10.96.0.10:53: i/o timeout', [mark('app-dns-failure', {host: 'db'})]);

test('groups failed lookups by workload', () => {
  const on = cluster(
    {Service: [service('db')], EndpointSlice: [slice('db')], Pod: [pod('web')]},
    {containerLogs: [podLog('web', [failed, failed])]},
  );
  expect(sightings(rule, on)).toMatchObject([
    {
      subject: {name: 'web'},
      severity: 'medium',
      summary: 'Pod shop/web cannot resolve names (db): the DNS lookup fails',
      evidence: [{quote: failed.text}],
    },
  ]);
});

test('counts "no such host" only for Services that exist', () => {
  const said = (host: string) => podLog('web', [line(`bad address '${host}'`, [mark('app-no-such-host', {host})])]);
  expect(
    sightings(rule, cluster({Service: [service('db')], Pod: [pod('web')]}, {containerLogs: [said('db')]})),
  ).toHaveLength(1);
  expect(
    sightings(rule, cluster({Service: [service('db')], Pod: [pod('web')]}, {containerLogs: [said('dbb')]})),
  ).toEqual([]);
});
