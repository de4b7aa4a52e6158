import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/liveness-kill.ts';
import {ago, cluster, crashed, deployment, event, pod, refutations, sightings} from '../../support/cluster.ts';

const probe = {httpGet: {path: '/healthz', port: 8080}, periodSeconds: 3, failureThreshold: 2};
const FAILED = 'Liveness probe failed: HTTP probe failed with statuscode: 500';
const status = {
  containerStatuses: [
    {
      name: 'app',
      ready: true,
      restartCount: 3,
      state: {running: {startedAt: ago(20)}},
      lastState: {terminated: {exitCode: 0, reason: 'Completed', startedAt: ago(60), finishedAt: ago(22)}},
    },
  ],
};
const one = (message: string) =>
  event('Pod', 'web-a', 'Unhealthy', message, {
    involvedObject: {kind: 'Pod', name: 'web-a', namespace: 'shop', fieldPath: 'spec.containers{app}'},
  });
const killing = event('Pod', 'web-a', 'Killing', 'Container app failed liveness probe, will be restarted', {
  type: 'Normal',
});
const shop = (more: Record<string, unknown>, events: readonly unknown[]) => {
  const {Deployment, ReplicaSet} = deployment('web');
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [ReplicaSet],
    Pod: [pod('web-a', {of: 'web', container: {livenessProbe: probe}, status: {...status, ...more}})],
    Event: events,
  });
};

test('names the probe and what it was answered', () => {
  const [found] = sightings(rule, shop({}, [one(FAILED), killing]));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'Deployment shop/web is restarted by its liveness probe: HTTP GET /healthz on port 8080 of container app answers with status 500',
  );
  expect(found?.evidence.map(({quote}) => quote).slice(0, 2)).toEqual([
    FAILED,
    'Container app failed liveness probe, will be restarted',
  ]);
});

test.each([
  [
    'Liveness probe failed: Get "http://10.0.0.1:8080/healthz": dial tcp 10.0.0.1:8080: connect: connection refused',
    'refuses the connection',
  ],
  [
    'Liveness probe failed: Get "http://10.0.0.1:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'does not answer in time',
  ],
])('puts into words: %s', (message, words) => {
  expect(sightings(rule, shop({}, [one(message), killing]))[0]?.summary).toContain(words);
});

test('is silent about a failure that came to no kill, and about kills of yesterday', () => {
  expect(
    sightings(
      rule,
      shop(
        {containerStatuses: [{name: 'app', ready: true, restartCount: 0, state: {running: {startedAt: ago(600)}}}]},
        [one(FAILED)],
      ),
    ),
  ).toEqual([]);
  const old = {lastTimestamp: ago(80_000), firstTimestamp: ago(80_100)};
  const healed = {
    containerStatuses: [
      {
        name: 'app',
        ready: true,
        restartCount: 1,
        state: {running: {startedAt: ago(80_000)}},
        lastState: {terminated: {exitCode: 137, finishedAt: ago(80_001)}},
      },
    ],
  };
  expect(sightings(rule, shop(healed, [{...killing, ...old}]))).toEqual([]);
});

test('refutes itself for a container that was out of memory', () => {
  const oom = crashed({exitCode: 137, reason: 'OOMKilled'});
  expect(sightings(rule, shop(oom, [one(FAILED)]))).toEqual([]);
  expect(refutations(rule, shop(oom, [one(FAILED)])).map(({refuted}) => refuted)).toEqual([
    'the container ended as OOMKilled, not by its probe',
  ]);
});
