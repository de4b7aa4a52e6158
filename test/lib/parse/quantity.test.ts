import {expect, test} from 'vitest';
import {quantity, spellQuantity} from '../../../src/lib/parse/quantity.ts';

test.each([
  ['1', 1],
  ['250m', 0.25],
  ['1100m', 1.1],
  ['1.5Gi', 1.5 * 1024 ** 3],
  ['128974848', 128_974_848],
  ['129e6', 129e6],
  ['129M', 129e6],
  ['1E', 1e18],
  ['1e3', 1000],
  ['.5', 0.5],
  ['-60', -60],
  ['100n', 1e-7],
  ['10%', undefined],
  ['1 Gi', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s is %s', (text, value) => {
  expect(quantity(text)).toBe(value);
});

test.each([
  [0.25, 'cpu', '250m'],
  [4, 'cpu', '4'],
  [0, 'cpu', '0'],
  [1.5 * 1024 ** 3, 'memory', '1.5Gi'],
  [512 * 1024 ** 2, 'requests.memory', '512Mi'],
  [0, 'memory', '0'],
  [3, 'nvidia.com/gpu', '3'],
])('%s of %s is spelt %s', (value, resource, text) => {
  expect(spellQuantity(value, resource)).toBe(text);
});
