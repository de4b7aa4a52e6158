import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/cronjob-invalid-schedule.ts';
import {ago, cluster, event, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const shop = (spec: Json, {events = [], metadata = {}}: {events?: readonly Json[]; metadata?: Json} = {}) =>
  cluster({CronJob: [object('nightly', {spec}, metadata)], Event: events});
const said = (reason: string, message: string) => event('CronJob', 'nightly', reason, message);

test.each([
  [
    'words that are no schedule',
    'every night',
    'expected 5 fields (minute, hour, day of month, month, day of week), found 2',
  ],
  [
    'a field with seconds',
    '0 0 3 * * *',
    'expected 5 fields (minute, hour, day of month, month, day of week), found 6',
  ],
  ['an hour that no day has', '0 24 * * *', 'hour 24 is not between 0 and 23'],
  ['a day that is misspelt', '0 3 * * munday', '"munday" is no day of week'],
  ['a descriptor that does not exist', '@nightly', '"@nightly" is no descriptor such as @hourly or @daily'],
  ['a day that no month has', '59 23 31 2 *', 'none of its months has such a day'],
  ['a day that none of its months has', '0 3 31 apr,jun *', 'none of its months has such a day'],
])('tells of %s', (_, schedule, because) => {
  const [found, ...more] = sightings(rule, shop({schedule}));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'CronJob', namespace: 'shop', name: 'nightly'});
  expect(found?.summary).toBe(`CronJob shop/nightly never runs: its schedule "${schedule}" is invalid (${because})`);
  expect(found?.evidence).toMatchObject([{path: 'spec.schedule', quote: schedule}]);
  expect(found?.since).toBe(ago(3600));
});

test('quotes the controller, and dates from the edit', () => {
  const message = 'unparseable schedule: "0 24 * * *" : end of range (24) above maximum (23): 24';
  const [found] = sightings(
    rule,
    shop(
      {schedule: '0 24 * * *'},
      {
        events: [said('UnparseableSchedule', message)],
        metadata: {managedFields: [{manager: 'kubectl-edit', operation: 'Update', time: ago(900)}]},
      },
    ),
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual(['0 24 * * *', message]);
  expect(found?.since).toBe(ago(900));
});

test('believes the controller where this program would take the schedule', () => {
  const [found] = sightings(
    rule,
    shop(
      {schedule: '0 3 * * *'},
      {events: [said('UnparseableSchedule', 'unparseable schedule: "0 3 * * *" : something of the future')]},
    ),
  );
  expect(found?.summary).toBe(
    'CronJob shop/nightly never runs: its schedule "0 3 * * *" is invalid (something of the future)',
  );
});

test('tells of a time zone that the controller does not know', () => {
  const message = 'invalid timeZone: "Europe/Berlim": unknown time zone Europe/Berlim';
  const [found, ...more] = sightings(
    rule,
    shop({schedule: '0 3 * * *', timeZone: 'Europe/Berlim'}, {events: [said('UnknownTimeZone', message)]}),
  );
  expect(more).toEqual([]);
  expect(found?.summary).toBe('CronJob shop/nightly never runs: its timeZone "Europe/Berlim" is unknown');
  expect(found?.evidence.map(({quote}) => quote)).toEqual(['Europe/Berlim', message]);
  expect(found?.fix).toEqual(['kubectl -n shop edit cronjob nightly: correct spec.timeZone']);
});

test.each([
  ['five fields', shop({schedule: '*/5 8-18 * * mon-fri'})],
  ['a descriptor', shop({schedule: '@daily'})],
  ['an interval', shop({schedule: '@every 1h30m'})],
  ['a zone in its schedule, as was once allowed', shop({schedule: 'CRON_TZ=Europe/Berlin 0 3 * * *'})],
  ['29 February, which comes', shop({schedule: '0 3 29 2 *'})],
  ['31 February or a Monday, which comes', shop({schedule: '0 3 31 2 mon'})],
  [
    'a time zone that is corrected by now',
    shop(
      {schedule: '0 3 * * *', timeZone: 'Europe/Berlin'},
      {
        events: [
          said('UnknownTimeZone', 'invalid timeZone: "Europe/Berlim": unknown time zone Europe/Berlim'),
          said('UnparseableSchedule', 'unparseable schedule: "0 24 * * *" : end of range (24) above maximum (23): 24'),
        ],
      },
    ),
  ],
  ['one that is suspended, which is told elsewhere', shop({schedule: 'every night', suspend: true})],
  ['one that is being deleted', shop({schedule: 'every night'}, {metadata: {deletionTimestamp: ago(5)}})],
  ['one of which a recording has no schedule', shop({})],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
