import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/cronjob-missing-runs.ts';
import {ago, cluster, event, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
/** All clusters stand at noon of 1 March 2026, a Sunday. */
const made = {creationTimestamp: '2026-01-10T00:00:00Z'};
interface Parts {
  readonly status?: Json;
  readonly metadata?: Json;
  readonly events?: readonly Json[];
  readonly others?: readonly Json[];
}
const shop = (spec: Json, {status = {}, metadata = {}, events = [], others = []}: Parts = {}) =>
  cluster({
    CronJob: [
      object('nightly', {spec: {concurrencyPolicy: 'Allow', ...spec}, status}, {...made, ...metadata}),
      ...others,
    ],
    Event: events,
  });
const ran = (lastScheduleTime: string) => ({lastScheduleTime});
const said = (reason: string, message: string, more: Json = {}) => event('CronJob', 'nightly', reason, message, more);

const DAILY = {schedule: '0 3 * * *'};
const SILENT = 'no event says why: does the controller manager work?';
const REFUSED =
  'Error creating job: jobs.batch is forbidden: User "system:serviceaccount:kube-system:cronjob-controller" cannot create resource "jobs" in API group "batch" in the namespace "shop"';

test.each([
  [
    'last night',
    shop(DAILY, {status: ran('2026-02-28T03:00:00Z')}),
    `has not run since 2026-02-28T03:00:00Z, though its schedule "0 3 * * *" was due at 2026-03-01T03:00:00Z: ${SILENT}`,
    '2026-03-01T03:00:00Z',
  ],
  [
    'all its runs',
    shop({schedule: '*/5 * * * *'}),
    `has never run, though its schedule "*/5 * * * *" was due at 2026-03-01T11:50:00Z: ${SILENT}`,
    '2026-03-01T11:50:00Z',
  ],
  [
    'a run whose Job was refused',
    shop(DAILY, {status: ran('2026-02-28T03:00:00Z'), events: [said('FailedCreate', REFUSED)]}),
    `has not run since 2026-02-28T03:00:00Z, though its schedule "0 3 * * *" was due at 2026-03-01T03:00:00Z: ${REFUSED}`,
    '2026-03-01T03:00:00Z',
  ],
  [
    'a run, for a reason that an older event does not give',
    shop(DAILY, {
      status: ran('2026-02-28T03:00:00Z'),
      events: [said('FailedCreate', REFUSED, {firstTimestamp: ago(90_000), lastTimestamp: ago(86_400)})],
    }),
    `has not run since 2026-02-28T03:00:00Z, though its schedule "0 3 * * *" was due at 2026-03-01T03:00:00Z: ${SILENT}`,
    '2026-03-01T03:00:00Z',
  ],
  [
    'the night before the last, in a zone of its own',
    shop({...DAILY, timeZone: 'America/New_York'}, {status: ran('2026-02-26T08:00:00Z')}),
    `has not run since 2026-02-26T08:00:00Z, though its schedule "0 3 * * *" was due by 2026-02-28T15:00:00Z: ${SILENT}`,
    '2026-02-28T15:00:00Z',
  ],
  [
    'hours, in a zone of its own',
    shop({schedule: '30 * * * *', timeZone: 'Asia/Kolkata'}, {status: ran('2026-03-01T08:00:00Z')}),
    `has not run since 2026-03-01T08:00:00Z, though its schedule "30 * * * *" was due by 2026-03-01T11:30:00Z: ${SILENT}`,
    '2026-03-01T11:30:00Z',
  ],
])('tells of one that missed %s', (_, on, words, since) => {
  const [found, ...more] = sightings(rule, on);
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'CronJob', namespace: 'shop', name: 'nightly'});
  expect(found?.summary).toBe(`CronJob shop/nightly ${words}`);
  expect([found?.severity, found?.since]).toEqual(['medium', since]);
});

test('quotes its last run and the event', () => {
  const late = 'Missed scheduled time to start a job: Sun, 01 Mar 2026 03:00:00 +0000';
  const [found] = sightings(
    rule,
    shop(DAILY, {status: ran('2026-02-28T03:00:00Z'), events: [said('MissSchedule', late)]}),
  );
  expect(found?.evidence).toMatchObject([
    {path: 'status.lastScheduleTime', quote: '2026-02-28T03:00:00Z', at: '2026-02-28T03:00:00Z'},
    {reason: 'MissSchedule', quote: late},
  ]);
  expect(found?.fix).toEqual(['kubectl -n shop create job --from=cronjob/nightly nightly-by-hand']);
});

test('finds it a low matter that the run before is not over', () => {
  const [found] = sightings(
    rule,
    shop(
      {schedule: '0 * * * *', concurrencyPolicy: 'Forbid'},
      {
        status: {lastScheduleTime: '2026-03-01T09:00:00Z', active: [{name: 'nightly-29537820'}]},
        events: [
          said(
            'JobAlreadyActive',
            'Not starting job because prior execution is running and concurrency policy is Forbid',
            {type: 'Normal'},
          ),
        ],
      },
    ),
  );
  expect(found?.summary).toBe(
    'CronJob shop/nightly has not run since 2026-03-01T09:00:00Z, though its schedule "0 * * * *" was due at 2026-03-01T11:00:00Z: Job nightly-29537820 still runs and concurrencyPolicy is Forbid',
  );
  expect([found?.severity, found?.fix]).toEqual(['low', []]);
  expect(found?.objects).toEqual([{kind: 'Job', namespace: 'shop', name: 'nightly-29537820'}]);
});

const other = object(
  'hourly-report',
  {spec: {schedule: '0 9 * * *'}, status: ran('2026-03-01T08:00:00Z')},
  {...made, namespace: 'bank'},
);
test.each([
  ['one that ran last night', shop(DAILY, {status: ran('2026-03-01T03:00:00Z')})],
  ['one that is due this minute', shop({schedule: '55 11 * * *'}, {status: ran('2026-02-28T11:55:00Z')})],
  ['one made since it was due', shop(DAILY, {metadata: {creationTimestamp: '2026-03-01T04:00:00Z'}})],
  [
    'one changed since it was due',
    shop(DAILY, {
      status: ran('2026-02-20T03:00:00Z'),
      metadata: {managedFields: [{manager: 'kubectl-edit', operation: 'Update', time: '2026-03-01T04:00:00Z'}]},
    }),
  ],
  ['one that is suspended', shop({...DAILY, suspend: true}, {status: ran('2026-02-20T03:00:00Z')})],
  [
    'one that is being deleted',
    shop(DAILY, {status: ran('2026-02-20T03:00:00Z'), metadata: {deletionTimestamp: ago(5)}}),
  ],
  ['an interval, which has no fixed times', shop({schedule: '@every 1h'}, {status: ran('2026-02-20T03:00:00Z')})],
  ['a schedule that cannot be read, which is told elsewhere', shop({schedule: 'every night'})],
  ['a day that never comes, which is told elsewhere', shop({schedule: '0 0 31 2 *'})],
  [
    'one that ran on Saturday by UTC, which was Sunday in its zone',
    shop({schedule: '0 3 * * 0', timeZone: 'Pacific/Kiritimati'}, {status: ran('2026-02-28T13:00:00Z')}),
  ],
  [
    'one that ran on time by the local clock of its controller manager',
    shop(DAILY, {status: ran('2026-03-01T02:00:00Z')}),
  ],
  [
    'one that is not due yet by the clock that another one shows',
    shop(DAILY, {metadata: {creationTimestamp: '2026-03-01T02:30:00Z'}, others: [other]}),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
