import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/hook-failed.ts';
import {cluster, crashed, event, pod, sightings} from '../../support/cluster.ts';

const MESSAGE = "PostStartHook failed: command 'sh -c ready' exited with 1: sh: ready: not found";
const hook = event('Pod', 'web', 'FailedPostStartHook', MESSAGE, {
  involvedObject: {kind: 'Pod', name: 'web', namespace: 'shop', fieldPath: 'spec.containers{app}'},
});

test('names the hook', () => {
  const [found] = sightings(
    rule,
    cluster({Pod: [pod('web', {status: crashed({exitCode: 137, reason: 'Error'})})], Event: [hook]}),
  );
  expect(found?.summary).toContain('the postStart hook of container app fails, so the container is killed');
  expect(found?.evidence[0].quote).toBe(MESSAGE);
});

test('is silent once the pod is ready, and mild about preStop', () => {
  expect(sightings(rule, cluster({Pod: [pod('web')], Event: [hook]}))).toEqual([]);
  expect(
    sightings(
      rule,
      cluster({Pod: [pod('web')], Event: [event('Pod', 'web', 'FailedPreStopHook', 'PreStopHook failed')]}),
    )[0]?.severity,
  ).toBe('low');
});
