import {expect, test} from 'vitest';
import {cron, lastDue} from '../../../src/lib/parse/cron.ts';

test.each([
  '*/5 * * * *',
  '0 3 * * 1-5',
  '0 0 1,15 * *',
  '@daily',
  '@every 1h30m',
  '0 12 * JAN-MAR sun',
  'TZ=Europe/Berlin 0 4 * * *',
  '5/15 * * * ?',
])('%s is a schedule', (text) => {
  expect(cron(text).is).toBe('schedule');
});

test.each([
  ['invalid-cron', 'expected 5 fields'],
  ['* * * *', 'found 4'],
  ['0 0 * * * *', 'found 6'],
  ['61 * * * *', 'minute 61 is not between 0 and 59'],
  ['0 24 * * *', 'hour 24'],
  ['0 0 * * 7', 'day of week 7'],
  ['*/0 * * * *', 'step'],
  ['5-1 * * * *', 'begins after its end'],
  ['0 0 * foo *', '"foo" is no month'],
  ['@fortnightly', 'descriptor'],
])('%s is wrong', (text, words) => {
  expect(cron(text)).toMatchObject({is: 'wrong', because: expect.stringContaining(words) as string});
});

test.each([
  ['*/5 * * * *', '2026-03-01T12:03:20Z', '2026-03-01T12:00:00.000Z'],
  ['0 3 * * *', '2026-03-01T02:00:00Z', '2026-02-28T03:00:00.000Z'],
  ['0 0 1 * *', '2026-03-20T02:00:00Z', '2026-03-01T00:00:00.000Z'],
  ['0 0 13 * 5', '2026-03-08T00:00:00Z', '2026-03-06T00:00:00.000Z'],
])('%s before %s was due at %s', (text, now, due) => {
  const found = cron(text);
  expect(
    found.is === 'schedule' && found.cron !== undefined ? lastDue(found.cron, new Date(now))?.toISOString() : undefined,
  ).toBe(due);
});
