import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/unschedulable-taint.ts';
import {cluster, node, sightings} from '../../support/cluster.ts';
import {pendingPod} from '../../support/pending.ts';

const NO =
  '0/2 nodes are available: 2 node(s) had untolerated taint {dedicated: gpu}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';
const tainted = (name: string, taint: Record<string, string>) => node(name, 'True', {spec: {taints: [taint]}});
const GPU = {key: 'dedicated', value: 'gpu', effect: 'NoSchedule'};

test('names the taint and its nodes', () => {
  const [found] = sightings(
    rule,
    cluster({Pod: [pendingPod('web', NO)], Node: [tainted('node-1', GPU), tainted('node-2', GPU)]}),
  );
  expect(found?.summary).toBe(
    'Pod shop/web cannot be scheduled: it does not tolerate the taint dedicated=gpu:NoSchedule of node-1, node-2',
  );
  expect(found?.evidence[0].quote).toContain('{dedicated: gpu}');
  expect(found?.toward).toEqual([]);
});

test('leads to nodes in trouble', () => {
  const message = '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.';
  const [found] = sightings(
    rule,
    cluster({
      Pod: [pendingPod('web', message)],
      Node: [tainted('node-1', {key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule'})],
    }),
  );
  expect(found?.summary).toContain('node-1 is under disk pressure');
  expect(found?.toward).toEqual([{kind: 'Node', name: 'node-1'}]);
});

test('knows cordoned nodes', () => {
  const [found] = sightings(
    rule,
    cluster({
      Pod: [pendingPod('web', '0/1 nodes are available: 1 node(s) were unschedulable.')],
      Node: [node('node-1', 'True', {spec: {unschedulable: true}})],
    }),
  );
  expect(found?.summary).toContain('node-1 is cordoned');
  expect(found?.fix).toEqual(['kubectl uncordon node-1']);
});

test('leaves out nodes the pod tolerates or does not select, and works without the list of nodes', () => {
  const spec = {
    nodeSelector: {'kubernetes.io/hostname': 'node-1'},
    tolerations: [{key: 'dedicated', operator: 'Exists'}],
  };
  const message =
    "0/2 nodes are available: 1 node(s) had untolerated taint {other: x}, 1 node(s) didn't match Pod's node affinity/selector.";
  const [found] = sightings(
    rule,
    cluster({
      Pod: [pendingPod('web', message, {spec})],
      Node: [
        node('node-1', 'True', {spec: {taints: [GPU, {key: 'other', value: 'x', effect: 'NoExecute'}]}}),
        tainted('node-2', GPU),
      ],
    }),
  );
  expect(found?.summary).toContain('taint other=x:NoExecute of node-1;');
  expect(sightings(rule, cluster({Pod: [pendingPod('web', NO)]}))[0]?.summary).toContain(
    '2 node(s) had untolerated taint {dedicated: gpu}',
  );
});

test('does not take the taint of control-plane nodes for the reason', () => {
  const message =
    '0/3 nodes are available: 2 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 1 Insufficient cpu.';
  expect(sightings(rule, cluster({Pod: [pendingPod('web', message)], Node: [node('node-1')]}))).toEqual([]);
});
