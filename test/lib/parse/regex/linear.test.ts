import {describe, expect, test} from 'vitest';
import {linear} from '../../../../src/lib/parse/regex/linear.ts';
import {RegexError} from '../../../../src/lib/parse/regex/syntax.ts';

/** Expressions that both engines know: ours has to agree with V8's. */
const EXPRESSIONS = [
  'error|timeout',
  '^/api/v\\d+$',
  'a{2,3}b?c*',
  '(?:ab|cd)+ef',
  '[^a-c\\s]x',
  '\\bfoo\\b',
  '\\Bo',
  '\\w+@\\w+\\.com',
  '^$',
  'x.y',
  '[\\d.]{3,}',
  '(a|b)*c|d',
  '\\t|\\x41|\\u0042',
  '(?<name>ab)c',
  '[]a]',
  'a{0}b',
  '[a\\-z]+$',
  'é+',
];
const TEXTS = [
  '',
  'an error in foo',
  'food foo',
  '/api/v12',
  '/api/v12/x',
  'aab aaabccc',
  'ababcdef',
  'dx ax zx',
  'me@example.com',
  'x\ny xzy',
  '1.2.3',
  'abbac',
  'tab\there AB',
  'caféé',
  'a-z',
  '日本 foo',
];

describe('agrees with the usual engine', () => {
  test.each(EXPRESSIONS.filter((one) => one !== '[]a]'))('%s', (source) => {
    for (const ignoreCase of [false, true]) {
      const mine = linear(source, {ignoreCase});
      const theirs = new RegExp(source, ignoreCase ? 'i' : '');
      for (const text of TEXTS) {
        expect(mine.test(text), `${source} in ${JSON.stringify(text)}`).toBe(theirs.test(text));
        expect(mine.find(text)?.[0]).toBe(theirs.exec(text)?.index);
      }
    }
  });
});

test('finds the longest match of the first place', () => {
  expect(linear('fo|foo').find('a foo')).toEqual([2, 5]);
});

test('(?i) and POSIX classes are understood', () => {
  expect(linear('(?i)ERROR').test('an error')).toBe(true);
  expect(linear('^[[:alpha:]]+$').test('abc')).toBe(true);
});

describe('what cannot be meant is said with its place', () => {
  test.each([
    ['a(b', 1, 'not closed'],
    ['ab)', 2, 'closes nothing'],
    ['[a', 0, 'not closed'],
    ['*a', 0, 'nothing stands in front'],
    ['a(?=b)', 1, 'linear time'],
    ['(a)\\1', 3, 'back-references'],
    ['a\\', 1, 'backslash'],
    ['[z-a]', 3, 'wrong way round'],
    ['a{3,2}', 0, 'smaller number'],
    ['a{2000}', 1, 'at most'],
    ['\\q', 0, 'not known'],
  ])('%s', (source, position, message) => {
    const error = caught(() => linear(source));
    expect(error).toBeInstanceOf(RegexError);
    expect((error as RegexError).message).toContain(message);
    expect((error as RegexError).position).toBe(position);
  });

  test('repetitions of repetitions are bounded', () => {
    expect(caught(() => linear('((a{1000}){1000}){1000}'))).toBeInstanceOf(RegexError);
    expect(caught(() => linear('('.repeat(5000)))).toBeInstanceOf(RegexError);
  });
});

test('no expression hangs', () => {
  for (const source of ['(a+)+$', '(a|a)*b', '(.*)*x', '(a*)*(a*)*b', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$']) {
    const began = performance.now();
    linear(source).test('a'.repeat(100_000));
    linear(source).test('x'.repeat(100_000));
    expect(performance.now() - began, source).toBeLessThan(1000);
  }
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
