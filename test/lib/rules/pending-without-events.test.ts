import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pending-without-events.ts';
import {ago, cluster, deployment, event, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const ignored = (
  name: string,
  {
    of,
    seconds = 300,
    spec = {},
    status = {},
    metadata = {},
  }: {
    of?: string;
    seconds?: number;
    spec?: Json;
    status?: Json;
    metadata?: Json;
  } = {},
) =>
  pod(name, {
    ...(of === undefined ? {} : {of}),
    spec: {nodeName: undefined, schedulerName: 'default-scheduler', ...spec},
    status: {phase: 'Pending', podIP: undefined, conditions: [], containerStatuses: [], ...status},
    metadata: {creationTimestamp: ago(seconds), ...metadata},
  });
const shop = (pods: readonly Json[], events: readonly Json[] | undefined = []) => {
  const {Deployment, ReplicaSet} = deployment('web');
  return cluster({Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: pods, Event: events});
};
const DOWN = 'the scheduler does not work, or is behind';

test.each([
  [
    'a bare pod',
    [ignored('once')],
    `Pod shop/once has been Pending for 5 minutes, and no scheduler has looked at it: ${DOWN}`,
  ],
  [
    'a pod of a scheduler of its own',
    [ignored('once', {spec: {schedulerName: 'bin-packer'}})],
    'Pod shop/once has been Pending for 5 minutes, and no scheduler has looked at it: its schedulerName is "bin-packer": is that scheduler running?',
  ],
  [
    'one pod of a workload',
    [ignored('web-a', {of: 'web', seconds: 3 * 3600})],
    `Deployment shop/web has 1 pod that has been Pending for 3 hours, and no scheduler has looked at it: ${DOWN}`,
  ],
  [
    'all pods of a workload, the longest time of them',
    [ignored('web-a', {of: 'web', seconds: 150}), ignored('web-b', {of: 'web', seconds: 3 * 86_400})],
    `Deployment shop/web has 2 pods that have been Pending for 3 days, and no scheduler has looked at them: ${DOWN}`,
  ],
])('tells of %s', (_, pods, summary) => {
  const [found, ...more] = sightings(rule, shop(pods));
  expect(more).toEqual([]);
  expect(found?.summary).toBe(summary);
  expect(found?.objects).toHaveLength(pods.length);
  expect(found?.severity).toBe('high');
});

test('quotes what is not there, and the scheduler', () => {
  const [found] = sightings(rule, shop([ignored('once')]));
  expect(found?.subject).toEqual({kind: 'Pod', namespace: 'shop', name: 'once'});
  expect(found?.since).toBe(ago(300));
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    `phase Pending, no PodScheduled condition, no FailedScheduling event (created ${ago(300)})`,
    'default-scheduler',
  ]);
});

test('does not claim that there is no event when none were read', () => {
  expect(sightings(rule, cluster({Pod: [ignored('once')]}))[0]?.evidence[0].quote).toBe(
    `phase Pending, no PodScheduled condition (created ${ago(300)})`,
  );
});

test('matters less while another pod of the workload serves', () => {
  const [found] = sightings(rule, shop([ignored('web-a', {of: 'web'}), pod('web-b', {of: 'web'})]));
  expect(found?.severity).toBe('medium');
});

const unplaced = (uid: string) =>
  event('Pod', 'db-0', 'FailedScheduling', '0/3 nodes are available: 3 Insufficient cpu.', {
    involvedObject: {kind: 'Pod', name: 'db-0', namespace: 'shop', uid},
  });
test('is not misled by what happened to an earlier pod of the same name', () => {
  expect(sightings(rule, shop([ignored('db-0')], [unplaced('uid-of-the-one-before')]))).toHaveLength(1);
  expect(sightings(rule, shop([ignored('db-0')], [unplaced('uid-db-0')]))).toEqual([]);
});

test.each([
  ['a pod just made', shop([ignored('once', {seconds: 60})])],
  [
    'a pod that does not fit, which is told elsewhere',
    shop([
      ignored('once', {
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/3 nodes are available: 3 Insufficient cpu.',
            },
          ],
        },
      }),
    ]),
  ],
  [
    'a pod that is held back, which is told elsewhere',
    shop([ignored('once', {spec: {schedulingGates: [{name: 'queue'}]}})]),
  ],
  ['a pod that has its node', shop([ignored('once', {spec: {nodeName: 'node-1'}})])],
  ['a pod that runs', shop([pod('once')])],
  ['a pod that is being deleted', shop([ignored('once', {metadata: {deletionTimestamp: ago(5)}})])],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
