import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/cronjob-negative-deadline.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const shop = (startingDeadlineSeconds: number | undefined, spec: Json = {}, metadata: Json = {}) =>
  cluster({
    CronJob: [object('nightly', {spec: {schedule: '0 3 * * *', startingDeadlineSeconds, ...spec}}, metadata)],
  });

test.each([
  [-60, 'a negative starting deadline: no run can meet it', 'medium'],
  [0, 'a starting deadline of 0 seconds: no run can meet it', 'medium'],
  [1, 'a starting deadline of 1 second: a run that is not started at once is left out', 'low'],
  [9, 'a starting deadline of 9 seconds: a run that is not started at once is left out', 'low'],
])('tells of %i seconds', (seconds, words, severity) => {
  const [found, ...more] = sightings(rule, shop(seconds));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'CronJob', namespace: 'shop', name: 'nightly'});
  expect(found?.summary).toBe(`CronJob shop/nightly has ${words} (startingDeadlineSeconds: ${String(seconds)})`);
  expect(found?.evidence).toMatchObject([{path: 'spec.startingDeadlineSeconds', quote: String(seconds)}]);
  expect([found?.severity, found?.since]).toEqual([severity, ago(3600)]);
});

test('dates from the edit', () => {
  const managedFields = [{manager: 'kubectl-edit', operation: 'Update', time: ago(900)}];
  expect(sightings(rule, shop(-1, {}, {managedFields}))[0]?.since).toBe(ago(900));
});

test.each([
  ['none', shop(undefined)],
  ['ten seconds', shop(10)],
  ['an hour', shop(3600)],
  ['one that is suspended', shop(-60, {suspend: true})],
  ['one that is being deleted', shop(-60, {}, {deletionTimestamp: ago(5)})],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
