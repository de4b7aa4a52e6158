import {expect, test} from 'vitest';
import {drain} from '../../../src/lib/parse/drain.ts';

test('similar messages become one template with its count and its times', () => {
  const groups = drain();
  groups.add('user 17 logged in from 10.0.0.1', '2026-11-24T00:00:02Z');
  groups.add('user 18 logged in from 10.0.0.2', '2026-11-24T00:00:01Z');
  groups.add('cache miss for key alpha', '2026-11-24T00:00:03Z');
  groups.add('cache miss for key beta', undefined);
  groups.add('bye', undefined);
  expect(groups.groups().map(({template, count, first, last}) => [template, count, first, last])).toEqual([
    ['cache miss for key <*>', 2, '2026-11-24T00:00:03Z', '2026-11-24T00:00:03Z'],
    ['user <*> logged in from <*>', 2, '2026-11-24T00:00:01Z', '2026-11-24T00:00:02Z'],
    ['bye', 1, undefined, undefined],
  ]);
});

test('a million different messages stay bounded', () => {
  const groups = drain();
  for (let at = 0; at < 50_000; at++)
    groups.add(`w${'abcdefghij'[at % 10] ?? ''}${at.toString(26).replaceAll(/\d/g, 'x')} q`, undefined);
  expect(groups.groups().length).toBeLessThanOrEqual(50_000);
  expect(groups.groups().reduce((sum, {count}) => sum + count, 0)).toBe(50_000);
});
