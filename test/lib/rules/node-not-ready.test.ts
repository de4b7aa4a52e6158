import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-not-ready.ts';
import {ago, cluster, node, pod, sightings} from '../../support/cluster.ts';

test('quotes the heartbeat and the lease', () => {
  const lease = {metadata: {name: 'node-1', namespace: 'kube-node-lease'}, spec: {renewTime: ago(170)}};
  const [found] = sightings(rule, cluster({Node: [node('node-1', 'Unknown')], Lease: [lease], Pod: [pod('web')]}));
  expect(found).toMatchObject({subject: {kind: 'Node', name: 'node-1'}, severity: 'critical', since: ago(170)});
  expect(found?.summary).toContain('Node node-1 is NotReady: kubelet stopped posting node status');
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    'Ready=Unknown (NodeStatusUnknown): Kubelet stopped posting node status.',
    `last heartbeat ${ago(150)}`,
    `renewTime ${ago(170)}`,
  ]);
});

test('says nothing of ready nodes, and wants logs only of the others', () => {
  const on = cluster({Node: [node('node-1'), node('node-2', 'False')], Pod: []});
  expect(sightings(rule, on)).toHaveLength(1);
  expect([...rule.leads(on)]).toMatchObject([{node: 'node-2'}, {node: 'node-2'}]);
});
