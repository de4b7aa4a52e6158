import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-cordoned.ts';
import {cluster, node, sightings} from '../../support/cluster.ts';

test('tells of a cordoned node', () => {
  expect(sightings(rule, cluster({Node: [node('node-1', 'True', {spec: {unschedulable: true}})]}))).toMatchObject([
    {subject: {name: 'node-1'}, evidence: [{quote: 'unschedulable: true'}]},
  ]);
});

test('says nothing of others', () => {
  expect(sightings(rule, cluster({Node: [node('node-1')]}))).toEqual([]);
});
