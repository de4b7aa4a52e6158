import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-system-oom.ts';
import {ago, cluster, line, mark, node, nodeLog, pod, sightings} from '../../support/cluster.ts';

const killed = (scope: string, at?: string) =>
  nodeLog('node-1', [
    line(
      `${scope}: Killed process 88 (java) total-vm:1kB`,
      [mark('kernel-oom-killed', {scope, process: 'java', pid: '88'})],
      at,
    ),
  ]);

test('tells of a node that ran out of memory as a whole', () => {
  const on = cluster({Node: [node('node-1')], Pod: [pod('web')]}, {nodeLogs: [killed('Out of memory')]});
  expect(sightings(rule, on)).toMatchObject([
    {
      subject: {name: 'node-1'},
      summary: 'Node node-1 ran out of memory as a whole, the kernel killed java; 1 pods on it have no memory limit',
      evidence: [{quote: 'Out of memory: Killed process 88 (java) total-vm:1kB'}],
    },
  ]);
});

test('leaves kills in a cgroup to others, and old ones to history', () => {
  expect(
    sightings(
      rule,
      cluster(
        {Node: [node('node-1')]},
        {nodeLogs: [killed('Memory cgroup out of memory'), killed('Out of memory', ago(7200))]},
      ),
    ),
  ).toEqual([]);
});
