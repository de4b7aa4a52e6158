import {describe, expect, test} from 'vitest';
import {type Fitting, fitted, padded} from '../../../src/lib/formats/_layout.ts';
import {widthOf} from '../../../src/lib/parse/width.ts';
import {line} from '../../../src/lib/views/view.ts';

const fit = (text: string, fitting: Partial<Fitting> & {readonly width: number}): readonly string[] =>
  fitted(line(text), {lines: 1, breaks: true, ...fitting}).map((spans) => spans.map((one) => one.text).join(''));

test.each([
  ['abc', 3],
  ['Größe', 5],
  ['数据', 4],
  ['🚀', 2],
  ['e\u0301', 1],
  ['⏎→├─', 4],
])('%s takes %i cells', (text, cells) => {
  expect(widthOf(text)).toBe(cells);
});

test('padding counts cells, and leaves alone what is too wide', () => {
  expect([padded('数', 4), padded('abcd', 2)]).toEqual(['数  ', 'abcd']);
});

describe('a line', () => {
  test('that fits stays, an empty one is one line', () => {
    expect([fit('abc', {width: 10}), fit('', {width: 10})]).toEqual([['abc'], ['']]);
  });
  test('breaks at spaces', () => {
    expect(fit('one two three four', {width: 9, lines: 9})).toEqual(['one two', 'three', 'four']);
  });
  test('breaks long words where it may, and keeps names whole where it may not', () => {
    expect(fit('a abcdefghijklm b', {width: 8, lines: 9})).toEqual(['a', 'abcdefgh', 'ijklm b']);
    expect(fit('a abcdefghijklm b', {width: 8, lines: 9, breaks: false})).toEqual(['a', 'abcdefghijklm', 'b']);
  });
  test('loses its middle, or its end', () => {
    expect(fit('failed to do it: rpc error: not found', {width: 20})).toEqual(['failed to do…t found']);
    expect(fit('Killed process 8812 (postgres)', {width: 20, cut: 'end'})).toEqual(['Killed process 8812…']);
  });
  test('never is wider or longer than it may', () => {
    for (const text of ['x'.repeat(10_000), '数'.repeat(500), 'ab cd '.repeat(300), `${' '.repeat(300)}x`]) {
      for (const width of [8, 33, 80]) {
        for (const lines of [1, 2, 5]) {
          const shown = fit(text, {width, lines});
          expect(shown.length).toBeLessThanOrEqual(lines);
          for (const one of shown) expect(widthOf(one)).toBeLessThanOrEqual(width);
        }
      }
    }
  });
  test('of megabytes takes no longer than one of kilobytes', () => {
    const begun = performance.now();
    fit('word '.repeat(2_000_000), {width: 80, lines: 2});
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
