import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-name-unknown.ts';
import {ago, cluster, deployment, node, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const UNSEEN = {phase: 'Pending', podIP: undefined, startTime: undefined, conditions: [], containerStatuses: []};
const bound = (
  name: string,
  nodeName: string | undefined,
  {of, status = {}, metadata = {}}: {of?: string; status?: Json; metadata?: Json} = {},
) =>
  pod(name, {
    ...(of === undefined ? {} : {of}),
    spec: {nodeName},
    status: {...UNSEEN, ...status},
    metadata: {creationTimestamp: ago(45), ...metadata},
  });
const shop = (...pods: readonly Json[]) => {
  const {Deployment, ReplicaSet} = deployment('web');
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [ReplicaSet],
    Pod: pods,
    Node: [node('worker-1'), node('worker-2')],
  });
};

test('tells of a bare pod, which has to be made again', () => {
  const [found, ...more] = sightings(rule, shop(bound('once', 'gpu-box')));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Pod', namespace: 'shop', name: 'once'});
  expect(found?.summary).toBe('Pod shop/once does not start: its nodeName is "gpu-box" and no node has that name');
  expect(found?.evidence).toMatchObject([{path: 'spec.nodeName', quote: 'gpu-box', at: ago(45)}]);
  expect([found?.severity, found?.since]).toEqual(['high', ago(45)]);
  expect(found?.fix).toEqual(['kubectl -n shop delete pod/once, and create it again without spec.nodeName']);
});

test('tells of a workload once, with what was meant, and matters less while another pod of it serves', () => {
  const pods = [
    bound('web-a', 'worker1', {of: 'web'}),
    bound('web-b', 'worker1', {of: 'web', metadata: {creationTimestamp: ago(50)}}),
  ];
  const [found, ...more] = sightings(rule, shop(...pods));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'Deployment shop/web does not start: its nodeName is "worker1" and no node has that name; did you mean "worker-1"?',
  );
  expect([found?.severity, found?.since]).toEqual(['high', ago(50)]);
  expect(found?.objects?.map(({name}) => name)).toEqual(['web-a', 'web-b']);
  expect(found?.fix).toEqual(['kubectl -n shop edit deployment/web: remove spec.nodeName']);
  expect(sightings(rule, shop(...pods, pod('web-c', {of: 'web'})))[0]?.severity).toBe('medium');
});

test.each([
  ['a node that is there', shop(bound('once', 'worker-1'))],
  ['a pod without a node', shop(bound('once', undefined))],
  [
    'a pod that the scheduler bound to a node that is gone by now',
    shop(
      bound('once', 'worker-9', {
        status: {conditions: [{type: 'PodScheduled', status: 'True', lastTransitionTime: ago(40)}]},
      }),
    ),
  ],
  ['a pod that ran on a node that is gone by now', shop(pod('once', {spec: {nodeName: 'worker-9'}}))],
  [
    'a pod that a kubelet has seen',
    shop(bound('once', 'worker-9', {status: {containerStatuses: [{name: 'app', state: {waiting: {}}}]}})),
  ],
  ['a pod that is being deleted', shop(bound('once', 'gpu-box', {metadata: {deletionTimestamp: ago(5)}}))],
  ['nodes that were not read', cluster({Pod: [bound('once', 'gpu-box')]})],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
