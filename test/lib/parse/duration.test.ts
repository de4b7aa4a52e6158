import {expect, test} from 'vitest';
import {duration} from '../../../src/lib/parse/duration.ts';

test.each([
  ['90s', 90_000],
  ['2m', 120_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  ['250ms', 250],
  ['30', 30_000],
  ['0', 0],
])('%s', (text, value) => {
  expect(duration(text)).toBe(value);
});

test.each(['', 'm', '5x', '-5m', '5 m', '1h30', 'soon'])('"%s" is no duration', (text) => {
  expect(duration(text)).toBeUndefined();
});
