import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/statefulset-not-ready.ts';
import {ago, cluster, object, pod, sightings, waiting} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const set = (
  replicas: number | undefined,
  ready: number | undefined,
  created: number,
  {spec = {}, metadata = {}}: {spec?: Json; metadata?: Json} = {},
) =>
  object(
    'db',
    {
      spec: {replicas, selector: {matchLabels: {app: 'db'}}, ...spec},
      status: {replicas: created, readyReplicas: ready},
    },
    metadata,
  );
const db = (ordinal: number, status: Json = {}, metadata: Json = {}) =>
  pod(`db-${String(ordinal)}`, {
    status,
    metadata: {
      labels: {app: 'db'},
      ownerReferences: [{kind: 'StatefulSet', name: 'db', controller: true}],
      ...metadata,
    },
  });
const shop = (one: Json, ...pods: readonly Json[]) => cluster({StatefulSet: [one], Pod: pods});

const crash = waiting('CrashLoopBackOff', 'back-off', {restartCount: 5});
const unplaced = {
  phase: 'Pending',
  conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable', lastTransitionTime: ago(500)}],
  containerStatuses: [],
};
const unready = {conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(400)}]};
const init = {
  ...waiting('PodInitializing'),
  initContainerStatuses: [{name: 'seed', state: {waiting: {reason: 'ImagePullBackOff'}}}],
};

test.each([
  [
    'the first pod, and those that wait for it',
    shop(set(3, undefined, 1), db(0, crash)),
    '0 of 3 pods ready: db-0 is CrashLoopBackOff, so 2 later pods are not created',
    'high',
    ago(300),
  ],
  [
    'the second pod of three',
    shop(set(3, 1, 2), db(1, unready), db(0)),
    '1 of 3 pods ready: db-1 is not ready, so 1 later pod is not created',
    'medium',
    ago(400),
  ],
  [
    'the lowest ordinal, not the first by letters',
    shop(
      set(11, 9, 11),
      ...[10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => db(at, at === 10 || at === 2 ? unready : {})),
    ),
    '9 of 11 pods ready: db-2 is not ready',
    'medium',
    ago(400),
  ],
  [
    'a set whose pods are made at once',
    shop(set(3, 1, 2, {spec: {podManagementPolicy: 'Parallel'}}), db(0, unready), db(1)),
    '1 of 3 pods ready: db-0 is not ready',
    'medium',
    ago(400),
  ],
  [
    'a pod without a node',
    shop(set(1, undefined, 1), db(0, unplaced)),
    '0 of 1 pods ready: db-0 is Pending',
    'high',
    ago(3600),
  ],
  [
    'an init container that decides',
    shop(set(1, undefined, 1), db(0, init)),
    '0 of 1 pods ready: db-0 is ImagePullBackOff',
    'high',
    ago(300),
  ],
  [
    'a set without a number, which means one',
    shop(set(undefined, undefined, 0)),
    '0 of 1 pods ready: db-0 is not created',
    'high',
    ago(3600),
  ],
  [
    'the next pod that is not made',
    shop(set(3, 1, 1), db(0)),
    '1 of 3 pods ready: db-1 is not created',
    'medium',
    ago(3600),
  ],
  [
    'an earlier pod that is not made again',
    shop(set(3, 2, 2), db(1), db(2)),
    '2 of 3 pods ready: db-0 is not created',
    'medium',
    ago(3600),
  ],
  [
    'an earlier pod that is not made, which does not follow from a later one',
    shop(set(3, 1, 2), db(1), db(2, unready)),
    '1 of 3 pods ready: db-2 is not ready, and db-0 is not created',
    'medium',
    ago(400),
  ],
])('tells of %s', (_, on, words, severity, since) => {
  const [found, ...more] = sightings(rule, on);
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'StatefulSet', namespace: 'shop', name: 'db'});
  expect(found?.summary).toBe(`StatefulSet shop/db has ${words}`);
  expect([found?.severity, found?.since]).toEqual([severity, since]);
});

test('quotes its numbers and the pod that holds it up, and leads to its claims', () => {
  const [found] = sightings(
    rule,
    shop(set(3, 1, 2, {spec: {volumeClaimTemplates: [{metadata: {name: 'data'}}]}}), db(0), db(1, crash)),
  );
  expect(found?.evidence).toMatchObject([
    {ref: {kind: 'StatefulSet', name: 'db'}, quote: 'replicas 3 wanted, 2 created, 1 ready', at: ago(300)},
    {ref: {kind: 'Pod', name: 'db-1'}, quote: 'phase Pending, CrashLoopBackOff'},
  ]);
  expect(found?.toward).toEqual([{kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data-db-1'}]);
  expect(found?.objects?.map(({name}) => name)).toEqual(['db-1']);
});

test.each([
  ['one that is ready', shop(set(2, 2, 2), db(0), db(1))],
  ['one that is scaled to zero', shop(set(0, undefined, 0))],
  ['one just made', shop(set(1, undefined, 0, {metadata: {creationTimestamp: ago(10)}}))],
  [
    'a pod that is starting',
    shop(set(1, undefined, 1), db(0, {conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(20)}]})),
  ],
  ['the next pod, when the one before it is just made', shop(set(3, 1, 1), db(0, {}, {creationTimestamp: ago(20)}))],
  ['a status that has not followed a pod just ready', shop(set(1, undefined, 1), db(0))],
  ['one that is being deleted', shop(set(1, undefined, 1, {metadata: {deletionTimestamp: ago(5)}}), db(0, crash))],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
