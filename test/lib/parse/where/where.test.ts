import {describe, expect, test} from 'vitest';
import type {Field} from '../../../../src/lib/model/entry.ts';
import {WhereError} from '../../../../src/lib/parse/where/tokens.ts';
import {where} from '../../../../src/lib/parse/where/where.ts';

const entry: Readonly<Record<string, Field>> = {
  level: 'error',
  severity: 'high',
  status: 503,
  path: '/api/v1/pay',
  took: '1.5s',
  size: 3_000_000,
  'err.code': 'ECONNREFUSED',
  ok: false,
};
const holds = (source: string): boolean => where(source)((name) => entry[name]);

describe('an expression', () => {
  test.each([
    ['level>=warn && status>=500 && path~"^/api"', true],
    ['level>=fatal', false],
    ['level=ERROR', true],
    ['level == err', true],
    ['severity>=medium', true],
    ['severity > high', false],
    ['status in (502, 503)', true],
    ['status in (200)', false],
    ['!(status<500) || ok', true],
    ['not status<500 and path!~"admin"', true],
    ['took>1s', true],
    ['took>2s', false],
    ['size>2Mi', true],
    ["err.code='ECONNREFUSED'", true],
    ['nothing', false],
    ['path', true],
    ['ok=false', true],
    ['nothing>1', false],
    ['path~(v1)', undefined],
  ])('%s', (source, expected) => {
    if (expected === undefined) expect(() => where(source)).toThrow(WhereError);
    else expect(holds(source)).toBe(expected);
  });
});

describe('what is wrong has a place and a reason', () => {
  test.each([
    ['level>=', 7, 'a value is missing'],
    ['level>=loud', 7, 'no level'],
    ['(status>1', 9, ') is missing'],
    ['status>1 path', 9, 'joined by'],
    ['path~"a(b"', 7, 'not closed'],
    ['path~"abc', 5, 'quote is not closed'],
    ['&& x', 0, 'name of a field'],
    ['status in 500', 10, 'list in parentheses'],
    ['', 0, 'comparison is missing'],
    ['a ; b', 2, 'means nothing'],
  ])('%s', (source, position, message) => {
    let error: unknown;
    try {
      where(source);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(WhereError);
    expect((error as WhereError).message).toContain(message);
    expect((error as WhereError).position).toBe(position);
  });
});
