import {expect, test} from 'vitest';
import {plot, sparkline, squeezed} from '../../../src/lib/views/sparkline.ts';

test('a value is as high as its share of the largest', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
});

test('what was not measured is a hole, not a zero', () => {
  expect(sparkline([8, undefined, 8])).toBe('█ █');
});

test('zeros and nothing at all are drawn at the bottom', () => {
  expect([sparkline([0, 0]), sparkline([])]).toEqual(['▁▁', '']);
});

test('a long series is squeezed to its means', () => {
  expect(squeezed([1, 3, 5, 7, undefined, undefined], 3)).toEqual([2, 6, undefined]);
});

test('a plot has its scale at the left and its limit as a line across', () => {
  expect(plot([0, 2, 4], {width: 10, height: 2, mark: 8, spell: (value) => `${value}Mi`})).toEqual([
    '8Mi ┤╌╌╌',
    '4Mi ┤ ▅█',
  ]);
});
