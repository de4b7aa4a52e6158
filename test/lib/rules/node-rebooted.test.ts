import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-rebooted.ts';
import {ago, cluster, event, node, sightings} from '../../support/cluster.ts';

const rebooted = (last: string) =>
  event('Node', 'node-1', 'Rebooted', 'Node node-1 has been rebooted, boot id: 1', {
    involvedObject: {kind: 'Node', name: 'node-1'},
    lastTimestamp: last,
  });

test('tells of a reboot in the last hour', () => {
  expect(sightings(rule, cluster({Node: [node('node-1')], Event: [rebooted(ago(60))]}))).toMatchObject([
    {subject: {name: 'node-1'}, evidence: [{quote: 'Node node-1 has been rebooted, boot id: 1'}]},
  ]);
});

test('says nothing of one before', () => {
  expect(sightings(rule, cluster({Node: [node('node-1')], Event: [rebooted(ago(7200))]}))).toEqual([]);
});
