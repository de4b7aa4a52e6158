import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-runtime-down.ts';
import {cluster, line, mark, node, nodeLog, sightings} from '../../support/cluster.ts';

const pleg = nodeLog(
  'node-1',
  [line('PLEG is not healthy: pleg was last seen active 3m5s ago', [mark('kubelet-pleg')])],
  'component',
  'kubelet.log',
);

test('quotes what the kubelet says of the runtime', () => {
  const on = cluster({Node: [node('node-1', 'False')]}, {nodeLogs: [pleg]});
  expect(sightings(rule, on)).toMatchObject([
    {subject: {name: 'node-1'}, evidence: [{quote: 'PLEG is not healthy: pleg was last seen active 3m5s ago'}]},
  ]);
});

test('says nothing of a node that is ready again', () => {
  expect(sightings(rule, cluster({Node: [node('node-1')]}, {nodeLogs: [pleg]}))).toEqual([]);
});
