import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/readiness-failing.ts';
import {ago, cluster, event, pod, sightings} from '../../support/cluster.ts';

const container = {readinessProbe: {httpGet: {path: '/readyz', port: 'http'}}};
const unready = (startedAt: string, more: Record<string, unknown> = {}) => ({
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [app]',
      lastTransitionTime: ago(400),
    },
  ],
  containerStatuses: [
    {name: 'app', ready: false, started: true, restartCount: 0, state: {running: {startedAt}}, ...more},
  ],
});
const shop = (status: Record<string, unknown>, events: readonly unknown[] = []) =>
  cluster({Pod: [pod('web', {container, status})], Event: events});

test('says which probe fails and how', () => {
  const message =
    'Readiness probe failed: Get "http://10.0.0.1:8080/readyz": dial tcp 10.0.0.1:8080: connect: connection refused';
  const [found] = sightings(rule, shop(unready(ago(600)), [event('Pod', 'web', 'Unhealthy', message)]));
  expect(found?.summary).toBe(
    'Pod shop/web is not ready: readiness probe HTTP GET /readyz on port http of container app refuses the connection',
  );
  expect(found?.evidence[0].quote).toBe(message);
  expect(found?.since).toBe(ago(400));
});

test('knows it without events, which live for an hour', () => {
  expect(sightings(rule, shop(unready(ago(90_000))))[0]?.evidence[0].quote).toContain(
    'containers with unready status: [app]',
  );
});

test('is silent in the first minute, before the startup probe has passed, and once ready', () => {
  const failed = [event('Pod', 'web', 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')];
  expect(sightings(rule, shop(unready(ago(30)), failed))).toEqual([]);
  expect(sightings(rule, shop(unready(ago(600), {started: false}), failed))).toEqual([]);
  expect(sightings(rule, shop({}, failed))).toEqual([]);
});
