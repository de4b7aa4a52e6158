import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/container-creating-long.ts';
import {ago, cluster, event, pod, sightings, waiting} from '../../support/cluster.ts';

const creating = (startTime: string, more: Record<string, unknown> = {}) => ({
  ...waiting('ContainerCreating'),
  startTime,
  conditions: [{type: 'PodScheduled', status: 'True', lastTransitionTime: startTime}],
  ...more,
});

test('quotes the last warning', () => {
  const message = 'MountVolume.SetUp failed for volume "data" : rpc error: code = Internal desc = no such device';
  const [found] = sightings(
    rule,
    cluster({Pod: [pod('web', {status: creating(ago(900))})], Event: [event('Pod', 'web', 'FailedMount', message)]}),
  );
  expect(found?.summary).toBe(
    `Pod shop/web does not start: container app has been in ContainerCreating for 15 minutes: ${message}`,
  );
  expect(found?.evidence[0].quote).toBe(message);
});

test('names the init container that runs for ever', () => {
  const status = {
    ...waiting('PodInitializing'),
    initContainerStatuses: [{name: 'wait', restartCount: 0, state: {running: {startedAt: ago(1200)}}}],
  };
  expect(
    sightings(
      rule,
      cluster({Pod: [pod('web', {spec: {initContainers: [{name: 'wait'}], containers: [{name: 'app'}]}, status})]}),
    )[0]?.summary,
  ).toContain('init container wait is still running');
});

test('is silent in the first minutes', () => {
  expect(sightings(rule, cluster({Pod: [pod('web', {status: creating(ago(60))})]}))).toEqual([]);
});
