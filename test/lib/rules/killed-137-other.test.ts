import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/killed-137-other.ts';
import {cluster, crashed, event, line, mark, nodeLog, pod, refutations, sightings} from '../../support/cluster.ts';

const KILLED = crashed({exitCode: 137, reason: 'Error'});
const shop = (
  status: Record<string, unknown>,
  events: readonly unknown[] = [],
  extras: Parameters<typeof cluster>[1] = {},
) =>
  cluster(
    {Pod: [pod('web', {status, metadata: {uid: '0a1b2c3d-1111-2222-3333-444455556666'}})], Event: events},
    extras,
  );

test('names who killed it', () => {
  const [found] = sightings(
    rule,
    shop(KILLED, [
      event(
        'Pod',
        'web',
        'ExceededGracePeriod',
        'Container runtime did not kill the pod within specified grace period.',
      ),
    ]),
  );
  expect(found?.summary).toContain(
    'was killed (exit 137, SIGKILL) by the kubelet, because it did not stop within its grace period',
  );
  expect(found?.evidence[0].quote).toContain('within specified grace period');
});

test('names the node when the kernel had no memory at all', () => {
  const text =
    'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/kubepods/burstable/pod0a1b2c3d-1111-2222-3333-444455556666/abc,task=java,pid=7,uid=0';
  const log = nodeLog('node-1', [
    line(text, [
      mark('kernel-oom-cgroup', {
        cgroup: '/kubepods/burstable/pod0a1b2c3d-1111-2222-3333-444455556666/abc',
        pid: '7',
        task: 'java',
        constraint: 'CONSTRAINT_NONE',
      }),
    ]),
  ]);
  const [found] = sightings(rule, shop(KILLED, [], {nodeLogs: [log]}));
  expect(found?.summary).toContain('the whole node was out of memory');
  expect(found?.evidence[0].quote).toBe(text);
});

test('is silent about OOMKilled, and refutes itself for a liveness kill', () => {
  expect(sightings(rule, shop(crashed({exitCode: 137, reason: 'OOMKilled'})))).toEqual([]);
  const killing = [event('Pod', 'web', 'Killing', 'Container app failed liveness probe, will be restarted')];
  expect(sightings(rule, shop(KILLED, killing))).toEqual([]);
  expect(refutations(rule, shop(KILLED, killing))).toHaveLength(1);
});
