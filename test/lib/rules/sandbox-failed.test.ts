import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/sandbox-failed.ts';
import {cluster, event, pod, sightings, waiting} from '../../support/cluster.ts';

const MESSAGE =
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "0f": plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254';
const waits = (name: string) => pod(name, {status: waiting('ContainerCreating')});

test('names the node and the cause for all pods that it holds up', () => {
  const found = sightings(
    rule,
    cluster({
      Pod: [waits('a'), waits('b')],
      Event: ['a', 'b'].map((name) => event('Pod', name, 'FailedCreatePodSandBox', MESSAGE)),
    }),
  );
  expect(found).toHaveLength(1);
  expect(found[0]?.subject).toEqual({kind: 'Node', name: 'node-1'});
  expect(found[0]?.summary).toContain('no IP address is left');
  expect(found[0]?.objects).toHaveLength(2);
  expect(found[0]?.evidence[0].quote).toBe(MESSAGE);
});

test('blames the workload for a handler that does not exist', () => {
  const [found] = sightings(
    rule,
    cluster({
      Pod: [waits('a')],
      Event: [
        event(
          'Pod',
          'a',
          'FailedCreatePodSandBox',
          'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "gvisor" is configured',
        ),
      ],
    }),
  );
  expect(found?.subject.kind).toBe('Pod');
  expect(found?.summary).toContain('runtime handler');
});

test('knows a sysctl that the node refuses', () => {
  const refused =
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create containerd task: error during container init: write /proc/sys/kernel/shm_rmid_forced: invalid argument: unknown';
  expect(
    sightings(rule, cluster({Pod: [waits('a')], Event: [event('Pod', 'a', 'FailedCreatePodSandBox', refused)]}))[0],
  ).toMatchObject({subject: {kind: 'Pod'}, summary: expect.stringContaining('sysctl') as string});
});

test('is silent about a pod that has started since', () => {
  expect(
    sightings(rule, cluster({Pod: [pod('a')], Event: [event('Pod', 'a', 'FailedCreatePodSandBox', MESSAGE)]})),
  ).toEqual([]);
});
