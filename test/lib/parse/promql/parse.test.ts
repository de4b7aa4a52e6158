import {describe, expect, it} from 'vitest';
import {metricsOf} from '../../../../src/lib/parse/promql/ast.ts';
import {promDuration, spellDuration} from '../../../../src/lib/parse/promql/duration.ts';
import {formatPromql, spell} from '../../../../src/lib/parse/promql/format.ts';
import {matchersIn, selectorOf} from '../../../../src/lib/parse/promql/matchers.ts';
import {parsePromql} from '../../../../src/lib/parse/promql/parse.ts';

describe('PromQL', () => {
  it.each([
    ['sum  by(job)(rate(a{b=~"c|d"}[5m] offset 1m))', 'sum by (job) (rate(a{b=~"c|d"}[5m] offset 1m))'],
    ['sum(a) without (b)', 'sum without (b) (a)'],
    ['a/on(x)group_left(y)b>bool 0.5', 'a / on (x) group_left (y) b > bool 0.5'],
    ['max_over_time(a[30m:1m]@end())', 'max_over_time(a[30m:1m] @ end())'],
    ['{"a.b","c.d"="e"}', '{"a.b","c.d"="e"}'],
    ['topk(3,-a ^ 2)', 'topk(3, -a ^ 2)'],
    ['a offset -90m', 'a offset -1h30m'],
    ['absent(up{job="x"}==1)or vector(0)', 'absent(up{job="x"} == 1) or vector(0)'],
    ["a{b='c\\'d'}", 'a{b="c\'d"}'],
  ])('%s is written %s', (typed, expected) => {
    expect(spell(parsePromql(typed))).toBe(expected);
    expect(spell(parsePromql(expected))).toBe(expected);
  });

  it('breaks what is longer than a line where its parts are', () => {
    const long = `sum by (namespace) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (namespace) (rate(http_requests_total[5m])) > 0.05`;
    expect(formatPromql(parsePromql(long)).split('\n')).toEqual([
      '    sum by (namespace) (rate(http_requests_total{code=~"5.."}[5m]))',
      '  /',
      '    sum by (namespace) (rate(http_requests_total[5m]))',
      '>',
      '  0.05',
    ]);
  });

  it.each([
    ['sum(', 'ends too early'],
    ['a b', 'column 3'],
    ['{}', 'does not match everything'],
    ['rate(a + b[5m:])[5m]', 'needs a step'],
    ['sum(a) offset 5m', 'behind a selector'],
  ])('%s is refused', (typed, sentence) => {
    expect(() => parsePromql(typed)).toThrow(sentence);
  });

  it('names the metrics that it reads', () => {
    expect([...metricsOf(parsePromql('a / on(x) sum(rate(b[5m])) unless {__name__="c"}'))]).toEqual(['a', 'b', 'c']);
  });
});

describe('durations', () => {
  it.each([
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1y2w3d4h5m6s7ms', 31_536_000_000 + 2 * 604_800_000 + 3 * 86_400_000 + 4 * 3_600_000 + 5 * 60_000 + 6007],
    ['90', 90_000],
    ['', undefined],
    ['5x', undefined],
    ['1m1h', undefined],
  ])('%s', (text, expected) => {
    expect(promDuration(text)).toBe(expected);
  });

  it('are written back as Prometheus does', () => {
    expect([90_000, 5_400_000, 86_400_000, 90_000_000, 0].map(spellDuration)).toEqual([
      '1m30s',
      '1h30m',
      '1d',
      '25h',
      '0s',
    ]);
  });
});

describe('selectors', () => {
  const matches = (typed: string, name: string, labels: Record<string, string> = {}): boolean => {
    const selector = selectorOf(typed);
    return selector.is === 'selector' && selector.matches(name, labels);
  };

  it.each([
    ['up', 'up', true],
    ['up', 'ups', false],
    ['container_*', 'container_cpu', true],
    ['a.b', 'axb', false],
    ['/_total$/', 'x_total', true],
  ])('%s of %s', (typed, name, expected) => {
    expect(matches(typed, name)).toBe(expected);
  });

  it('match whole values, and absent labels as empty ones', () => {
    expect(matches('a{b=~"x|y"}', 'a', {b: 'x'})).toBe(true);
    expect(matches('a{b=~"x"}', 'a', {b: 'xx'})).toBe(false);
    expect(matches('{b=""}', 'a')).toBe(true);
    expect(matches('{b!="x",c="d"}', 'a', {c: 'd'})).toBe(true);
  });

  it('are refused when they are none', () => {
    expect(selectorOf('a{b}').is).toBe('wrong');
    expect(selectorOf('a{b=~"("}').is).toBe('wrong');
    expect(matchersIn('{a="b"')).toBeUndefined();
  });
});
