import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/limit-range-violated.ts';
import {ago, cluster, deployment, event, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const said = (rest: string) => `Error creating: pods "web-1-x7k2p" is forbidden: ${rest}`;
const MAX = 'maximum memory usage per Container is 1Gi, but limit is 2Gi';

const range = (name = 'bounds', namespace = 'shop') =>
  object(name, {spec: {limits: [{type: 'Container', max: {memory: '1Gi'}}]}}, {namespace});
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
    LimitRange: [range(), range('elsewhere', 'bank')],
    ...more,
  });
};

test.each([
  ['a limit that is too high', MAX, MAX],
  [
    'a limit that is not set',
    'maximum cpu usage per Container is 500m.  No limit is specified',
    'maximum cpu usage per Container is 500m.  No limit is specified',
  ],
  [
    'a request that is too low, of all containers together',
    'minimum cpu usage per Pod is 100m, but request is 10m',
    'minimum cpu usage per Pod is 100m, but request is 10m',
  ],
  [
    'a ratio',
    'memory max limit to request ratio per Container is 2, but provided ratio is 4.000000',
    'memory max limit to request ratio per Container is 2, but provided ratio is 4.000000',
  ],
  [
    'a ratio to nothing',
    'cpu max limit to request ratio per Container is 4, but no request is specified or request is 0',
    'cpu max limit to request ratio per Container is 4, but no request is specified or request is 0',
  ],
  [
    'several, once each',
    `[${MAX}, ${MAX}, minimum cpu usage per Container is 100m.  No request is specified, cpu max limit to request ratio per Container is 4, but provided ratio is 8.000000]`,
    `${MAX}; minimum cpu usage per Container is 100m.  No request is specified; cpu max limit to request ratio per Container is 4, but provided ratio is 8.000000`,
  ],
  [
    'a resource with a domain',
    'maximum nvidia.com/gpu usage per Container is 1, but limit is 2',
    'maximum nvidia.com/gpu usage per Container is 1, but limit is 2',
  ],
])('tells what is out of range: %s', (_, rest, words) => {
  const [found, ...more] = sightings(rule, shop(refused(said(rest))));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web cannot create pods: LimitRange bounds forbids them (${words})`);
  expect(found?.evidence.map(({quote}) => quote)).toEqual([said(rest)]);
  expect(found?.toward).toEqual([{kind: 'LimitRange', namespace: 'shop', name: 'bounds'}]);
  expect(found?.fix).toEqual([
    'kubectl -n shop set resources deployment/web --requests=<in range> --limits=<in range>',
  ]);
  expect([found?.severity, found?.since]).toEqual(['high', ago(600)]);
});

test('does not guess which of several it is', () => {
  const [found] = sightings(rule, shop(refused(said(MAX)), {more: {LimitRange: [range('a'), range('b')]}}));
  expect(found?.summary).toBe(
    `Deployment shop/web cannot create pods: a LimitRange of the namespace forbids them (${MAX})`,
  );
  expect(found?.toward?.map(({name}) => name)).toEqual(['a', 'b']);
});

test('does not ask for other requests of the containers when a claim is too large', () => {
  const claim = 'maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 10Gi';
  const message = `create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: persistentvolumeclaims "data-db-0" is forbidden: ${claim}`;
  const [found] = sightings(
    rule,
    cluster({
      StatefulSet: [object('db', {spec: {replicas: 1}, status: {replicas: 0}})],
      Event: [event('StatefulSet', 'db', 'FailedCreate', message)],
      LimitRange: [range()],
    }),
  );
  expect(found?.summary).toBe(`StatefulSet shop/db cannot create pods: LimitRange bounds forbids them (${claim})`);
  expect(found?.fix).toEqual([
    'kubectl -n shop delete statefulset/db --cascade=orphan, and create it again with claims in the range',
  ]);
});

test.each([
  ['a refusal that was got over', shop(refused(said(MAX)), {status: {replicas: 1, readyReplicas: 1}})],
  ['a refusal of yesterday', shop(refused(said(MAX), {firstTimestamp: ago(90_000), lastTimestamp: ago(86_400)}))],
  ['a workload that is gone', shop(refused(said(MAX)), {more: {Deployment: [], ReplicaSet: []}})],
  [
    'a quota, which is told elsewhere',
    shop(refused(said('exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3'))),
  ],
  [
    'a template that contradicts itself, which is told elsewhere',
    shop(
      refused(
        'Error creating: Pod "web-1-x7k2p" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
      ),
    ),
  ],
  [
    'a range that nobody runs into',
    shop(event('ReplicaSet', 'web-1', 'SuccessfulCreate', 'Created pod: web-1-x'), {status: {replicas: 1}}),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
