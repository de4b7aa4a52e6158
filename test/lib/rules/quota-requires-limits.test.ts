import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/quota-requires-limits.ts';
import {ago, cluster, deployment, event, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const said = (rest: string) =>
  `Error creating: pods "web-1-x7k2p" is forbidden: failed quota: team: must specify ${rest}`;
const refused = (message: string, more: Json = {}) => event('ReplicaSet', 'web-1', 'FailedCreate', message, more);
const shop = (
  one: Json,
  {status = {replicas: 0}, more = {}}: {status?: Json; more?: Parameters<typeof cluster>[0]} = {},
) => {
  const {Deployment, ReplicaSet} = deployment('web', {status});
  return cluster({Deployment: [Deployment], ReplicaSet: [{...ReplicaSet, status}], Pod: [], Event: [one], ...more});
};

test.each([
  ['one resource', 'limits.cpu for: app', 'limits.cpu', '--limits=cpu=<amount>'],
  [
    'several',
    'limits.cpu for: app; requests.memory for: app',
    'limits.cpu, requests.memory',
    '--limits=cpu=<amount> --requests=memory=<amount>',
  ],
  [
    'several containers, which are no resources',
    'cpu for: app,sidecar; memory for: app,sidecar',
    'cpu, memory',
    '--requests=cpu=<amount> --requests=memory=<amount>',
  ],
  [
    'the words before 1.24',
    'limits.cpu,limits.memory',
    'limits.cpu, limits.memory',
    '--limits=cpu=<amount> --limits=memory=<amount>',
  ],
])('tells what is demanded: %s', (_, rest, resources, options) => {
  const [found, ...more] = sightings(rule, shop(refused(said(rest))));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    `Deployment shop/web cannot create pods: ResourceQuota team demands ${resources}, which its containers do not set`,
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual([said(rest)]);
  expect(found?.fix).toEqual([`kubectl -n shop set resources deployment/web ${options}`]);
  expect(found?.toward).toEqual([{kind: 'ResourceQuota', namespace: 'shop', name: 'team'}]);
  expect([found?.severity, found?.since]).toEqual(['high', ago(600)]);
});

const full = {replicas: 1, readyReplicas: 1};
test.each([
  ['a workload that has its pods by now', shop(refused(said('limits.cpu for: app')), {status: full})],
  [
    'a refusal of yesterday',
    shop(refused(said('limits.cpu for: app'), {firstTimestamp: ago(90_000), lastTimestamp: ago(86_400)})),
  ],
  ['a workload that is gone', shop(refused(said('limits.cpu for: app')), {more: {Deployment: [], ReplicaSet: []}})],
  [
    'a quota that is used up, which is told elsewhere',
    shop(
      refused(
        'Error creating: pods "web-1-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3',
      ),
    ),
  ],
  [
    'a field that must be specified for other reasons',
    shop(
      refused(
        'Error creating: Pod "web-1-x" is invalid: spec.containers[0].resources.limits: Required value: must specify a limit',
      ),
    ),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
