import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/scheduling-gated.ts';
import {ago, cluster, deployment, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const WORDS = 'Scheduling is blocked due to non-empty scheduling gates';
const CONDITION = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: WORDS,
  lastTransitionTime: ago(900),
};
const gated = (
  name: string,
  gates: readonly string[],
  {
    conditions = [CONDITION],
    spec = {},
    status = {},
    metadata = {},
  }: {conditions?: readonly Json[]; spec?: Json; status?: Json; metadata?: Json} = {},
) =>
  pod(name, {
    of: 'web',
    metadata: {creationTimestamp: ago(900), ...metadata},
    spec: {nodeName: undefined, schedulingGates: gates.map((one) => ({name: one})), ...spec},
    status: {phase: 'Pending', podIP: undefined, conditions, containerStatuses: [], ...status},
  });
const {Deployment, ReplicaSet} = deployment('web');
const shop = (...pods: readonly Json[]) => cluster({Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: pods});
const blocked = `PodScheduled=False (SchedulingGated): ${WORDS}`;

test.each([
  [
    'a gate',
    [gated('web-a', ['quota.example/hold'])],
    ' quota.example/hold to be removed (SchedulingGated, 1 pod)',
    [blocked, 'quota.example/hold'],
  ],
  [
    'a gate on two pods',
    [gated('web-a', ['quota.example/hold']), gated('web-b', ['quota.example/hold'])],
    ' quota.example/hold to be removed (SchedulingGated, 2 pods)',
    [blocked, 'quota.example/hold'],
  ],
  [
    'a gate without a condition',
    [gated('web-a', ['quota.example/hold'], {conditions: []})],
    ' quota.example/hold to be removed (SchedulingGated, 1 pod)',
    ['quota.example/hold'],
  ],
  ['a condition without a gate', [gated('web-a', [])], ' to be removed (SchedulingGated, 1 pod)', [blocked]],
])('tells of %s', (_, pods, words, quotes) => {
  const [found, ...more] = sightings(rule, shop(...pods));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web waits for its scheduling gate${words}`);
  expect(found?.evidence.map(({quote}) => quote)).toEqual(quotes);
  expect([rule.severity, found?.severity, found?.since]).toEqual(['medium', undefined, ago(900)]);
  expect(found?.objects).toHaveLength(pods.length);
});

test.each([
  ['a pod that runs', shop(pod('web-a', {of: 'web'}))],
  [
    'a gate that was set a moment ago',
    shop(gated('web-a', ['quota.example/hold'], {metadata: {creationTimestamp: ago(60)}})),
  ],
  [
    'a pod that waits for room, which is told elsewhere',
    shop(gated('web-a', [], {conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable'}]})),
  ],
  [
    'a gated pod that is being deleted',
    shop(gated('web-a', ['quota.example/hold'], {metadata: {deletionTimestamp: ago(5)}})),
  ],
  ['a gated pod that was given up', shop(gated('web-a', ['quota.example/hold'], {status: {phase: 'Failed'}}))],
  ['a pod that has its node', shop(gated('web-a', [], {spec: {nodeName: 'node-1'}}))],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
