import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/too-many-pods.ts';
import {cluster, node, pod, sightings} from '../../support/cluster.ts';

const small = (pods: string) => node('node-1', 'True', {status: {allocatable: {pods}}});

test('tells of a node that is full', () => {
  expect(sightings(rule, cluster({Node: [small('1')], Pod: [pod('web')]}))).toMatchObject([
    {subject: {name: 'node-1'}, summary: 'Node node-1 runs 1 of at most 1 pods', evidence: [{quote: 'pods: 1'}]},
  ]);
});

test('says nothing of one with room', () => {
  expect(sightings(rule, cluster({Node: [small('110')], Pod: [pod('web')]}))).toEqual([]);
});
