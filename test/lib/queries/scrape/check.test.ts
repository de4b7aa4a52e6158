import {describe, expect, it} from 'vitest';
import {check, compared} from '../../../../src/lib/queries/scrape/check.ts';
import {cardinalities} from '../../../../src/lib/queries/scrape/cardinality.ts';
import type {Page} from '../../../../src/lib/queries/scrape/parsed.ts';

const page = (text: string, more: Partial<Page> = {}): Page => ({
  target: 'x',
  body: Buffer.from(text),
  contentType: 'text/plain; version=0.0.4',
  at: 0,
  took: 1,
  ...more,
});
const rulesIn = (text: string): readonly string[] => check(page(text)).problems.map(({rule}) => rule);

describe('check', () => {
  it('finds nothing on a page as it should be', () => {
    const text =
      '# HELP http_requests_total Requests.\n# TYPE http_requests_total counter\nhttp_requests_total{code="200"} 1\n';
    expect(check(page(text))).toMatchObject({isValid: true, problems: []});
  });

  it.each([
    ['help', '# TYPE a gauge\na 1\n'],
    ['type', '# HELP a x\na 1\n'],
    ['total', '# HELP a x\n# TYPE a counter\na 1\n'],
    ['total', '# HELP a_total x\n# TYPE a_total gauge\na_total 1\n'],
    ['unit', '# HELP a_milliseconds x\n# TYPE a_milliseconds gauge\na_milliseconds 1\n'],
    ['unit', '# HELP a_kb x\n# TYPE a_kb gauge\na_kb 1\n'],
    ['case', '# HELP aB x\n# TYPE aB gauge\naB 1\n'],
    ['label-case', '# HELP a x\n# TYPE a gauge\na{bC="1"} 1\n'],
    ['colon', '# HELP a:b x\n# TYPE a:b gauge\na:b 1\n'],
    ['suffix', '# HELP a_count x\n# TYPE a_count gauge\na_count 1\n'],
    ['type-in-name', '# HELP a_gauge x\n# TYPE a_gauge gauge\na_gauge 1\n'],
    ['duplicate', '# HELP a x\n# TYPE a gauge\na{b="1"} 1\na{b="1"} 2\n'],
    ['timestamps', '# HELP a x\n# TYPE a gauge\na 1 1000\n'],
    ['nan', '# HELP a x\n# TYPE a gauge\na NaN\n'],
    ['format', '# HELP a x\n# TYPE a gauge\na 1\na{ 2\n'],
  ])('says %s', (rule, text) => {
    expect(rulesIn(text)).toEqual([rule]);
  });

  it('judges as what the server says, and warns of a type that Prometheus 3 does not know', () => {
    expect(check(page('a 1\n', {contentType: 'application/openmetrics-text; version=1.0.0'})).isValid).toBe(false);
    const {problems} = check(page('# HELP a x\n# TYPE a gauge\na 1\n', {contentType: 'application/json'}));
    expect(problems.map(({rule}) => rule)).toEqual(['content-type']);
  });

  it('sees in two looks what fell and what went', () => {
    const first = page('# TYPE a_total counter\na_total 5\n# TYPE g gauge\ng 5\n# TYPE b gauge\nb{c="1"} 1\n');
    const second = page('# TYPE a_total counter\na_total 3\n# TYPE g gauge\ng 3\n');
    expect(compared(first, second).map(({rule, metric}) => [rule, metric])).toEqual([
      ['falls', 'a_total'],
      ['gone', 'b'],
    ]);
  });
});

describe('cardinalities', () => {
  it('name the label that makes the series', () => {
    const {families} = check(page('a{id="1",x="y"} 1\na{id="2",x="y"} 1\nb 1\n'));
    expect(cardinalities(families)).toEqual([
      {
        metric: 'a',
        series: 2,
        share: 2 / 3,
        labels: [
          {label: 'id', values: 2, some: ['1', '2']},
          {label: 'x', values: 1, some: ['y']},
        ],
      },
      {metric: 'b', series: 1, share: 1 / 3, labels: []},
    ]);
  });
});
