import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/kernel-trouble.ts';
import {ago, cluster, line, mark, node, nodeLog, sightings} from '../../support/cluster.ts';

const readOnly = (at?: string) =>
  line('EXT4-fs (sda1): Remounting filesystem read-only', [mark('kernel-read-only')], at);
const on = (...lines: Array<ReturnType<typeof line>>) =>
  cluster({Node: [node('node-1')], Pod: []}, {nodeLogs: [nodeLog('node-1', lines)]});

test('reports present trouble once per node and pattern', () => {
  expect(sightings(rule, on(readOnly(ago(90)), readOnly()))).toMatchObject([
    {
      subject: {kind: 'Node', name: 'node-1'},
      severity: 'critical',
      since: ago(90),
      evidence: [{quote: 'EXT4-fs (sda1): Remounting filesystem read-only'}, {}],
    },
  ]);
});

test('says nothing of old lines, of pods that are gone, of single crashes and of what healed', () => {
  expect(sightings(rule, on(readOnly(ago(7200))))).toEqual([]);
  expect(
    sightings(
      rule,
      on(
        line(
          'cgroup: fork rejected by pids controller in /kubepods/burstable/pod87e18f63-83cb-11e7-a01d-42010a8001db',
          [mark('kernel-fork-failed')],
        ),
      ),
    ),
  ).toEqual([]);
  expect(sightings(rule, on(line('a[1]: segfault at 0', [mark('kernel-segfault')])))).toEqual([]);
  const away = line('nfs: server a not responding, still trying', [mark('kernel-nfs', {server: 'a'})], ago(60));
  expect(sightings(rule, on(away, line('nfs: server a OK', [mark('kernel-nfs-ok', {server: 'a'})], ago(50))))).toEqual(
    [],
  );
  expect(sightings(rule, on(away))).toHaveLength(1);
});
