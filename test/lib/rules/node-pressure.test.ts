import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-pressure.ts';
import {cluster, event, node, sightings} from '../../support/cluster.ts';

test('names what is short', () => {
  const full = node('node-1', 'True', {
    conditions: [
      {type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure'},
    ],
  });
  const said = event('Node', 'node-1', 'EvictionThresholdMet', 'Attempting to reclaim ephemeral-storage', {
    involvedObject: {kind: 'Node', name: 'node-1'},
  });
  expect(sightings(rule, cluster({Node: [full], Event: [said]}))).toMatchObject([
    {
      subject: {name: 'node-1'},
      summary: 'Node node-1 has DiskPressure: it is short of disk space',
      evidence: [{quote: 'DiskPressure=True (KubeletHasDiskPressure): kubelet has disk pressure'}, {from: 'event'}],
    },
  ]);
});

test('says nothing of a node at ease', () => {
  expect(
    sightings(
      rule,
      cluster({Node: [node('node-1', 'True', {conditions: [{type: 'MemoryPressure', status: 'False'}]})]}),
    ),
  ).toEqual([]);
});
