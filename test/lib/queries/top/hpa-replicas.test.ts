import {describe, expect, test} from 'vitest';
import {
  DEFAULT_DOWN,
  DEFAULT_UP,
  fromPods,
  fromShares,
  fromValue,
  type PodCounts,
  step,
  together,
} from '../../../../src/lib/queries/top/hpa-replicas.ts';

const tolerance = {up: 0.1, down: 0.1};
const pods = (ready: number, missing = 0, unready = 0): PodCounts => ({ready, missing, unready});

/** Situations of replica_calculator_test.go: mean over the pods that count, target, pods, current, wanted. */
describe('percent of the request', () => {
  test.each<[string, number, number, PodCounts, number, number]>([
    ['grows', 50, 30, pods(3), 3, 5],
    ['grows less while a pod is not ready', 60, 30, pods(2, 0, 1), 3, 4],
    ['does not grow where the unready pods will take up what is too much', 40, 30, pods(1, 0, 2), 3, 3],
    ['shrinks', 28, 50, pods(5), 5, 3],
    ['stays within the tolerance', 102, 100, pods(3), 3, 3],
    ['stays with a figure missing and the rest at the target', 100, 100, pods(1, 1), 2, 2],
    ['stays where a missing figure counts as idle', 190, 100, pods(1, 1), 2, 2],
    ['stays where a missing figure counts as busy', 60, 100, pods(1, 1), 2, 2],
    ['stays with one missing and one unready', 45, 50, pods(1, 1, 1), 3, 3],
    ['does not shrink to where a missing figure would be too much', 20, 50, pods(3, 1, 0), 4, 4],
  ])('%s', (_, average, target, counts, current, wanted) => {
    expect(fromPods({average, target, fallback: Math.max(100, target), pods: counts, current, tolerance})).toBe(wanted);
  });
});

test('an amount per pod falls back to its target', () => {
  expect(fromPods({average: 4, target: 10, fallback: 10, pods: pods(3, 1), current: 4, tolerance})).toBe(3);
  expect(fromPods({average: 20, target: 15, fallback: 15, pods: pods(3), current: 3, tolerance})).toBe(4);
});

test('one figure for all pods, and a whole that is shared out', () => {
  expect([fromValue(8600, 4400, 3, 3, tolerance), fromValue(4600, 4400, 3, 3, tolerance)]).toEqual([6, 3]);
  expect([fromShares(8600, 2867, 3, tolerance), fromShares(8600, 2200, 3, tolerance)]).toEqual([3, 4]);
  expect(fromShares(30, 10, 0, tolerance)).toBe(3);
});

test('the largest wish counts, inside of the bounds, and nothing shrinks while a figure is missing', () => {
  const bounds = {min: 2, max: 10};
  expect(together([3, 7], 4, bounds)).toBe(7);
  expect(together([30], 4, bounds)).toBe(10);
  expect(together([1], 4, bounds)).toBe(2);
  expect(together([2, undefined], 4, bounds)).toBe(4);
  expect(together([6, undefined], 4, bounds)).toBe(6);
  expect(together([undefined], 4, bounds)).toBeUndefined();
});

test.each([
  ['up by default: four pods or double, the larger', 1, 50, DEFAULT_UP, 'Max', 5],
  ['up from many', 20, 50, DEFAULT_UP, 'Max', 40],
  ['the smaller step', 20, 50, DEFAULT_UP, 'Min', 24],
  ['down by default: at once', 20, 3, DEFAULT_DOWN, 'Max', 3],
  ['down by a tenth', 20, 3, [{type: 'Percent', value: 10}], 'Max', 18],
  ['not at all', 20, 3, DEFAULT_DOWN, 'Disabled', 20],
])('steps: %s', (_, current, wanted, policies, select, reached) => {
  expect(step(current, wanted, policies, select)).toBe(reached);
});
