import {describe, expect, it} from 'vitest';
import type {Scraped} from '../../../../src/lib/model/scrape.ts';
import {differences, History} from '../../../../src/lib/queries/scrape/history.ts';
import {parsed} from '../../../../src/lib/queries/scrape/parsed.ts';
import {rowsOf} from '../../../../src/lib/queries/scrape/series.ts';

const scraped = (text: string): Scraped =>
  parsed({target: 'x', body: Buffer.from(text), contentType: undefined, at: 0, took: 0});
const rows = (text: string) => rowsOf(scraped(text), [0.5]);

const HISTOGRAM = `# TYPE d histogram
d_bucket{p="a",le="1"} 2
d_bucket{p="a",le="2"} 4
d_bucket{p="a",le="+Inf"} 4
d_sum{p="a"} 5
d_count{p="a"} 4
d_bucket{p="b",le="+Inf"} 0
d_sum{p="b"} 0
d_count{p="b"} 0
`;

describe('rowsOf', () => {
  it('puts a histogram together, one row for each of its label sets', () => {
    const [a, b] = rows(HISTOGRAM);
    expect(a).toMatchObject({metric: 'd', labels: {p: 'a'}, value: 4, distribution: {sum: 5, count: 4}});
    expect(a?.distribution?.quantiles.get(0.5)).toBe(1);
    expect(b?.distribution?.quantiles.get(0.5)).toBeNaN();
  });

  it('takes the quantiles of a summary as they are', () => {
    const [row] = rows('# TYPE s summary\ns{quantile="0.9"} 7\ns_sum 9\ns_count 2\n');
    expect(row).toMatchObject({value: 2, distribution: {sum: 9}});
    expect(row?.distribution?.quantiles).toEqual(new Map([[0.9, 7]]));
  });

  it('calls a web page a web page', () => {
    expect(() => scraped('<!DOCTYPE html><p>')).toThrow('this is a web page');
  });
});

describe('History', () => {
  const counter = (value: number) => rows(`# TYPE a_total counter\na_total ${value}\n`);

  it('makes rates of what counts, also over a restart', () => {
    const history = new History();
    expect(history.take(counter(10), 0)[0]).toMatchObject({rate: undefined, trend: []});
    expect(history.take(counter(30), 10_000)[0]).toMatchObject({rate: 2, change: 20, trend: [2]});
    expect(history.take(counter(5), 20_000)[0]).toMatchObject({rate: 0.5, trend: [2, 0.5]});
  });

  it('follows the level of what does not count', () => {
    const history = new History();
    const level = (value: number) => rows(`# TYPE g gauge\ng ${value}\n`);
    history.take(level(3), 0);
    expect(history.take(level(1), 1000)[0]).toMatchObject({rate: undefined, change: -2, trend: [3, 1]});
  });
});

describe('differences', () => {
  it('are new, gone and changed series', () => {
    expect(differences(rows('a 1\nb 1\nc 1\n'), rows('b 1\nc 2\nd 1\n')).map(({is, row}) => [is, row.metric])).toEqual([
      ['changed', 'c'],
      ['new', 'd'],
      ['gone', 'a'],
    ]);
  });
});
