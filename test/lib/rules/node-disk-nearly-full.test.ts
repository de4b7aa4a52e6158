import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-disk-nearly-full.ts';
import {cluster, node, sightings} from '../../support/cluster.ts';

const on = (availableBytes: number, text?: string) =>
  cluster(
    {Node: [node('node-1')]},
    {
      kubelet: new Map([
        [
          'node-1',
          new Map([
            ['stats/summary', text ?? JSON.stringify({node: {fs: {availableBytes, capacityBytes: 100 * 1024 ** 3}}})],
          ]),
        ],
      ]),
    },
  );

test('tells how much is left', () => {
  expect(sightings(rule, on(5 * 1024 ** 3))).toMatchObject([
    {
      subject: {name: 'node-1'},
      summary: 'Node node-1: the disk of the kubelet (nodefs) is 95 % full (5.0 of 100.0 GiB free)',
      evidence: [{from: 'metric', quote: '5.0 of 100.0 GiB free'}],
    },
  ]);
});

test('says nothing with room, or without a readable page', () => {
  expect(sightings(rule, on(50 * 1024 ** 3))).toEqual([]);
  expect(sightings(rule, on(0, 'not json'))).toEqual([]);
  expect([...rule.leads(on(1))]).toEqual([{want: 'kubelet', node: 'node-1', endpoint: 'stats/summary'}]);
});
