import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/service-no-ready-endpoints.ts';
import {cluster, deployment, pod, service, sightings, slice, ago, crashed} from '../../support/cluster.ts';

const {Deployment, ReplicaSet} = deployment('db');
const down = pod('db-1-a', {of: 'db', status: crashed({exitCode: 1, reason: 'Error'})});

test('names the workload whose pods are not ready', () => {
  const [found] = sightings(
    rule,
    cluster({
      Service: [service('db')],
      EndpointSlice: [slice('db', [], ['db-1-a'])],
      Deployment: [Deployment],
      ReplicaSet: [ReplicaSet],
      Pod: [down],
    }),
  );
  expect(found?.summary).toBe(
    'Service shop/db has no ready endpoints: none of the 1 pod of Deployment shop/db is ready',
  );
  expect(found?.evidence[0].quote).toBe('no ready endpoints for selector app=db');
  expect(found?.objects).toEqual([{kind: 'Pod', namespace: 'shop', name: 'db-1-a'}]);
});

test('says nothing while one pod is ready or all have just been made', () => {
  expect(
    sightings(
      rule,
      cluster({Service: [service('db')], EndpointSlice: [slice('db', ['db-1-a'])], Pod: [pod('db-1-a', {of: 'db'})]}),
    ),
  ).toEqual([]);
  const young = pod('db-1-a', {of: 'db', status: crashed({exitCode: 1}), metadata: {creationTimestamp: ago(30)}});
  expect(
    sightings(rule, cluster({Service: [service('db')], EndpointSlice: [slice('db', [], ['db-1-a'])], Pod: [young]})),
  ).toEqual([]);
});
