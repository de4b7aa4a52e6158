import {describe, expect, it} from 'vitest';
import {quantile} from '../../../src/lib/parse/histogram.ts';

const buckets = [
  {bound: 1, count: 10},
  {bound: 2, count: 30},
  {bound: Infinity, count: 40},
];

describe('quantile', () => {
  it.each([
    [0, 0],
    [0.25, 1],
    [0.5, 1.5],
    [0.75, 2],
    [0.99, 2],
    [-1, -Infinity],
    [2, Infinity],
  ])('of %s is %s', (share, value) => {
    expect(quantile(share, buckets)).toBe(value);
  });

  it('cannot be told without an infinite bucket, or without observations', () => {
    expect(quantile(0.5, buckets.slice(0, 2))).toBeNaN();
    expect(
      quantile(
        0.5,
        buckets.map(({bound}) => ({bound, count: 0})),
      ),
    ).toBeNaN();
  });
});
