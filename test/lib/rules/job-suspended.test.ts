import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/job-suspended.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const condition = (type: string, reason: string) => ({
  type,
  status: 'True',
  reason,
  message: 'Job suspended',
  lastTransitionTime: ago(700),
});
const shop = (suspend: boolean | undefined, status: Json = {}, metadata: Json = {}) =>
  cluster({Job: [object('import', {spec: {suspend}, status}, metadata)]});

test.each([
  ['as its condition says', shop(true, {conditions: [condition('Suspended', 'JobSuspended')]}), ago(700)],
  ['and was not looked at yet', shop(true), ago(3600)],
])('notes one that is suspended, %s', (_, on, since) => {
  const [found, ...more] = sightings(rule, on);
  expect(more).toEqual([]);
  expect(rule.severity).toBe('info');
  expect(found?.subject).toEqual({kind: 'Job', namespace: 'shop', name: 'import'});
  expect(found?.summary).toBe('Job shop/import is suspended: it creates no pods until it is resumed');
  expect(found?.evidence).toMatchObject([{path: 'spec.suspend', quote: 'true', at: since}]);
  expect([found?.since, found?.fix]).toEqual([
    since,
    [`kubectl -n shop patch job import -p '{"spec":{"suspend":false}}'`],
  ]);
});

test.each([
  ['one that runs', shop(false)],
  ['one that says nothing, which means no', shop(undefined)],
  ['one that was resumed', shop(false, {conditions: [{...condition('Suspended', 'JobResumed'), status: 'False'}]})],
  ['one that is complete', shop(true, {completionTime: ago(60)})],
  ['one that has failed, which is told elsewhere', shop(true, {conditions: [condition('Failed', 'DeadlineExceeded')]})],
  ['one that is being deleted', shop(true, {}, {deletionTimestamp: ago(5)})],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
