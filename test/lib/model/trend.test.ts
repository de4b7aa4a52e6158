import {describe, expect, test} from 'vitest';
import {timeUntil, trendOf} from '../../../src/lib/model/trend.ts';

const points = (...values: readonly number[]) => values.map((value, at) => ({at: at * 1000, value}));

describe('a trend', () => {
  test('is the line through the points', () => {
    expect(trendOf(points(1, 3, 5, 7))).toEqual({slope: 2, now: 7, fit: 1});
  });

  test('needs some points', () => {
    expect(trendOf(points(1, 2, 3))).toBeUndefined();
  });

  test('says when the limit is reached', () => {
    expect(timeUntil(17, trendOf(points(1, 3, 5, 7)))).toBe(5000);
  });

  test.each([
    ['falls', [7, 5, 3, 1]],
    ['stands', [5, 5, 5, 5]],
    ['jumps about', [1, 9, 1, 9, 1, 9]],
  ])('says nothing of what %s', (_, values) => {
    expect(timeUntil(17, trendOf(points(...values)))).toBeUndefined();
  });
});
