import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/quota-exceeded.ts';
import {ago, cluster, deployment, event, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const PODS =
  'Error creating: pods "web-1-x7k2p" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3';
const CPU =
  'Error creating: pods "web-1-x7k2p" is forbidden: exceeded quota: team, requested: limits.cpu=500m,requests.memory=1Gi, used: limits.cpu=4,requests.memory=8Gi, limited: limits.cpu=4,requests.memory=8Gi';
const TWO =
  'Error creating: pods "web-1-x7k2p" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3, exceeded quota: cheap, requested: requests.cpu=1, used: requests.cpu=2, limited: requests.cpu=2';
const JOBS =
  'Error creating job: jobs.batch "nightly-29000" is forbidden: exceeded quota: team, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5';

const quota = (used: Json, hard: Json, name = 'team') => object(name, {spec: {hard}, status: {hard, used}});
const refused = (message: string, more: Json = {}) => event('ReplicaSet', 'web-1', 'FailedCreate', message, more);
const shop = (
  one: Json,
  {status = {replicas: 0}, more = {}}: {status?: Json; more?: Parameters<typeof cluster>[0]} = {},
) => {
  const {Deployment, ReplicaSet} = deployment('web', {status});
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [{...ReplicaSet, status}],
    Pod: [],
    Event: [one],
    ResourceQuota: [quota({pods: '3', 'limits.cpu': '4'}, {pods: '3', 'limits.cpu': '4'})],
    ...more,
  });
};

test.each([
  ['pods', PODS, 'ResourceQuota team is exceeded (pods: requested 1, used 3 of 3)', ['pods: used 3, hard 3'], ['team']],
  [
    'several resources',
    CPU,
    'ResourceQuota team is exceeded (limits.cpu: requested 500m, used 4 of 4; requests.memory: requested 1Gi, used 8Gi of 8Gi)',
    ['limits.cpu: used 4, hard 4; requests.memory: used ?, hard ?'],
    ['team'],
  ],
  [
    'two quotas at once',
    TWO,
    'ResourceQuota team is exceeded (pods: requested 1, used 3 of 3) and ResourceQuota cheap is exceeded (requests.cpu: requested 1, used 2 of 2)',
    ['pods: used 3, hard 3'],
    ['team', 'cheap'],
  ],
])('tells how much is missing: %s', (_, message, words, quotes, quotas) => {
  const [found, ...more] = sightings(rule, shop(refused(message)));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web cannot create pods: ${words}`);
  expect(found?.evidence.map(({quote}) => quote)).toEqual([message, ...quotes]);
  expect(found?.toward).toEqual(quotas.map((name) => ({kind: 'ResourceQuota', namespace: 'shop', name})));
  expect([found?.severity, found?.since]).toEqual(['high', ago(600)]);
});

test('says Jobs of a CronJob, which makes no pods itself', () => {
  const nightly = object('nightly', {
    spec: {schedule: '0 3 * * *', jobTemplate: {spec: {template: {spec: {containers: []}}}}},
  });
  const [found] = sightings(
    rule,
    cluster({CronJob: [nightly], Event: [event('CronJob', 'nightly', 'FailedCreate', JOBS)]}),
  );
  expect(found?.summary).toBe(
    'CronJob shop/nightly cannot create Jobs: ResourceQuota team is exceeded (count/jobs.batch: requested 1, used 5 of 5)',
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual([JOBS]);
});

const full = {replicas: 1, readyReplicas: 1};
test.each([
  [
    "a quota that is used up and in nobody's way",
    shop(event('ReplicaSet', 'web-1', 'SuccessfulCreate', 'Created pod: web-1-x'), {status: full}),
  ],
  ['a refusal that was got over', shop(refused(PODS), {status: full})],
  ['a refusal of yesterday', shop(refused(PODS, {firstTimestamp: ago(90_000), lastTimestamp: ago(86_400)}))],
  ['a workload that is gone', shop(refused(PODS), {more: {Deployment: [], ReplicaSet: []}})],
  [
    'a quota that demands limits, which is told elsewhere',
    shop(refused('Error creating: pods "web-1-x" is forbidden: failed quota: team: must specify limits.cpu for: app')),
  ],
  [
    'a LimitRange, which is told elsewhere',
    shop(
      refused(
        'Error creating: pods "web-1-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
      ),
    ),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
