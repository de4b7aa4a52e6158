import {expect, test} from 'vitest';
import {filterOf, type Filtered} from '../../../src/lib/tui/filter.ts';

const line: Filtered = {words: 'shop web-0 1/1 Running', labels: {app: 'web', tier: 'front'}};
const keeps = (typed: string): boolean => {
  const filter = filterOf(typed);
  if (filter.is !== 'filter') throw new Error(filter.is);
  return filter.keeps(line);
};

test.each([
  ['web', true],
  ['WEB-\\d', true],
  ['web-1', false],
  ['!web', false],
  ['!crash', true],
  ['(web', false],
  ['-l app=web', true],
  ['-l app!=web', false],
  ['-l tier in (front, back),app', true],
  ['-f swr', true],
  ['-f rws', false],
])('%s', (typed, is) => {
  expect(keeps(typed)).toBe(is);
});

test.each(['', '  ', '!', '-', '-l', '-f', '-l '])('%j keeps everything', (typed) => {
  expect(filterOf(typed)).toEqual({is: 'none'});
});

test('a selector that is none says so', () => {
  expect(filterOf('-l app==')).toMatchObject({is: 'filter'});
  expect(filterOf('-l a=b=c')).toEqual({is: 'wrong', because: '"a=b=c" is no requirement of labels'});
});

test('what has no labels is not found by labels', () => {
  const filter = filterOf('-l app');
  expect(filter.is === 'filter' && filter.keeps({words: 'app'})).toBe(false);
});
