import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/cronjob-suspended.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const shop = (suspend: boolean | undefined, status: Json = {}, metadata: Json = {}) =>
  cluster({CronJob: [object('nightly', {spec: {schedule: '0 3 * * *', suspend}, status}, metadata)]});
const edited = {
  managedFields: [
    {manager: 'kubectl-patch', operation: 'Update', time: ago(900)},
    {manager: 'kube-controller-manager', operation: 'Update', subresource: 'status', time: ago(100)},
  ],
};

test.each([
  ['that has never run', shop(true), 'it starts no Jobs', ago(3600)],
  [
    'that has run before',
    shop(true, {lastScheduleTime: '2026-02-27T03:00:00Z'}, edited),
    'it starts no Jobs, the last was at 2026-02-27T03:00:00Z',
    ago(900),
  ],
])('notes one %s', (_, on, words, since) => {
  const [found, ...more] = sightings(rule, on);
  expect(more).toEqual([]);
  expect(rule.severity).toBe('info');
  expect(found?.subject).toEqual({kind: 'CronJob', namespace: 'shop', name: 'nightly'});
  expect(found?.summary).toBe(`CronJob shop/nightly is suspended: ${words}`);
  expect(found?.evidence).toMatchObject([{path: 'spec.suspend', quote: 'true', at: since}]);
  expect(found?.since).toBe(since);
});

test.each([
  ['one that runs', shop(false)],
  ['one that says nothing, which means no', shop(undefined)],
  ['one that is being deleted', shop(true, {}, {deletionTimestamp: ago(5)})],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
