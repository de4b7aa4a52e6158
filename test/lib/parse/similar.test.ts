import {expect, test} from 'vitest';
import {didYouMean, editDistance, similar} from '../../../src/lib/parse/similar.ts';

test.each([
  ['settings', 'setings', 1],
  ['settings', 'setitngs', 1],
  ['web', 'db', 2],
  ['', 'abc', 3],
  ['same', 'same', 0],
])('%s and %s are %i apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('gives up beyond the limit', () => {
  expect(editDistance('abcdefgh', 'stuvwxyz', 2)).toBe(3);
});

test.each([
  ['invoices-settings', ['invoice-settings', 'other'], 'invoice-settings'],
  ['settings-web', ['web-settings'], 'web-settings'],
  ['database', ['database-v2', 'x'], 'database-v2'],
  ['db', ['cache', 'queue'], undefined],
  ['web', [], undefined],
])('%s of %j is %s', (wanted, candidates, found) => {
  expect(similar(wanted, candidates)).toBe(found);
});

test('asks, or says nothing', () => {
  expect([didYouMean('confg', ['config']), didYouMean('confg', ['zzz'])]).toEqual(['; did you mean "config"?', '']);
});
