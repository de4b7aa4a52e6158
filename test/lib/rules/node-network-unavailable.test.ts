import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-network-unavailable.ts';
import {cluster, node, sightings} from '../../support/cluster.ts';

test('tells of a node without routes', () => {
  const on = cluster({
    Node: [
      node('node-1', 'True', {conditions: [{type: 'NetworkUnavailable', status: 'True', reason: 'NoRouteCreated'}]}),
    ],
  });
  expect(sightings(rule, on)).toMatchObject([
    {
      subject: {name: 'node-1'},
      summary: 'Node node-1 has no network: NoRouteCreated',
      evidence: [{quote: 'NetworkUnavailable=True (NoRouteCreated)'}],
    },
  ]);
});

test('says nothing when the routes are there', () => {
  expect(
    sightings(
      rule,
      cluster({Node: [node('node-1', 'True', {conditions: [{type: 'NetworkUnavailable', status: 'False'}]})]}),
    ),
  ).toEqual([]);
});
