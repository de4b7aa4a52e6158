import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/service-name-unknown.ts';
import {ago, cluster, line, mark, pod, podLog, service, sightings, slice} from '../../support/cluster.ts';

const unknown = (host: string) =>
  podLog('web', [line(`dial tcp: lookup ${host}: no such host`, [mark('app-no-such-host', {host})])]);

test('says which Service was meant', () => {
  const [found] = sightings(
    rule,
    cluster(
      {Service: [service('database')], EndpointSlice: [slice('database')], Pod: [pod('web')]},
      {containerLogs: [unknown('databse')]},
    ),
  );
  expect(found).toMatchObject({
    subject: {name: 'web'},
    severity: 'high',
    summary: 'Pod shop/web calls "databse", but there is no such Service shop/databse; did you mean "database"?',
  });
  expect(found?.since).toBe(ago(30));
});

test('says nothing of Services that exist and hosts outside', () => {
  expect(
    sightings(
      rule,
      cluster(
        {Service: [service('db')], Pod: [pod('web')]},
        {containerLogs: [unknown('db'), unknown('api.example.com')]},
      ),
    ),
  ).toEqual([]);
});
