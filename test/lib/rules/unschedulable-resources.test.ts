import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/unschedulable-resources.ts';
import {cluster, deployment, node, pod, sightings} from '../../support/cluster.ts';
import {pendingPod, unscheduledStatus} from '../../support/pending.ts';

const CPU =
  '0/2 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 1 Insufficient cpu. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';
const shop = (message: string, requests: Record<string, string>, others: readonly unknown[] = []) => {
  const {Deployment, ReplicaSet} = deployment('web');
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [ReplicaSet],
    Pod: [pendingPod('web-a', message, {of: 'web', container: {resources: {requests}}}), ...others],
    Node: [node('node-1'), node('node-2')],
  });
};

test('says what is asked and what the largest node has', () => {
  const [found] = sightings(rule, shop(CPU, {cpu: '64'}));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'Deployment shop/web cannot be scheduled: insufficient cpu on 1 of 2 nodes: it requests 64, more than any node has: the largest node node-1 has 4 allocatable; besides, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }',
  );
  expect(found?.evidence[0].quote).toContain('1 Insufficient cpu');
});

test('says how much is free where the node would be large enough', () => {
  const busy = [
    pod('a', {container: {resources: {requests: {memory: '7Gi'}}}}),
    pod('b', {spec: {nodeName: 'node-2'}, container: {resources: {requests: {memory: '6Gi'}}}}),
  ];
  const [found] = sightings(rule, shop('0/2 nodes are available: 2 Insufficient memory.', {memory: '3Gi'}, busy));
  expect(found?.summary).toContain(
    'it requests 3Gi; the largest node node-1 has 8Gi allocatable, and the most that is free is 2Gi on node-2',
  );
});

test('says that no node offers a device', () => {
  const [found] = sightings(
    rule,
    shop('0/2 nodes are available: 2 Insufficient nvidia.com/gpu.', {'nvidia.com/gpu': '1'}),
  );
  expect(found?.summary).toContain('no node offers nvidia.com/gpu');
});

test('knows a node that is full of pods', () => {
  expect(sightings(rule, shop('0/2 nodes are available: 2 Too many pods.', {}))[0]?.summary).toContain(
    'too many pods on 2 of 2 nodes',
  );
});

test('is silent once the pod has a node, and about other reasons', () => {
  const {Deployment, ReplicaSet} = deployment('web');
  const running = pod('web-a', {of: 'web'});
  expect(
    sightings(
      rule,
      cluster({Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: [running], Node: [node('node-1')], Event: []}),
    ),
  ).toEqual([]);
  expect(
    sightings(rule, shop("0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.", {cpu: '1'})),
  ).toEqual([]);
  expect(unscheduledStatus('x').phase).toBe('Pending');
});
