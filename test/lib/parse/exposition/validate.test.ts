import {describe, expect, it} from 'vitest';
import {validate} from '../../../../src/lib/parse/exposition/validate.ts';

const open = (text: string) => validate(`${text}\n# EOF\n`, 'openmetrics').map(({message}) => message);

describe('strict OpenMetrics', () => {
  it.each([
    ['labels behind a comma that ends', 'a{a="1",} 1'],
    ['labels without a comma', 'a{a="1"b="2"} 1'],
    ['two commas', 'a{a="1",,b="2"} 1'],
    ['two spaces before the value', 'a  1'],
    ['a space before the brace', 'a {a="1"} 1'],
    ['a counter without _total', '# TYPE a counter\na 1'],
    ['metadata apart from its samples', '# HELP a x\nb 1\n# TYPE a gauge\na 1'],
    ['samples of a metric apart', 'a 1\nb 1\na 2'],
    ['two metrics with one sample name', '# TYPE a counter\na_total 1\n# TYPE a_total gauge\na_total 1'],
    ['label sets of a metric apart', '# TYPE a gauge\na{x="1"} 1 1\na{x="2"} 1 1\na{x="1"} 1 2'],
    ['a sample twice', '# TYPE a gauge\na 1\na 1'],
    ['timestamps on some', '# TYPE a gauge\na 1 1\na 1'],
    ['timestamps that run backwards', '# TYPE a gauge\na 1 2\na 1 1'],
    ['a falling bucket', '# TYPE a histogram\na_bucket{le="1"} 3\na_bucket{le="+Inf"} 2\na_count 2\na_sum 1'],
    [
      'buckets out of order',
      '# TYPE a histogram\na_bucket{le="2"} 1\na_bucket{le="1"} 1\na_bucket{le="+Inf"} 2\na_count 2\na_sum 1',
    ],
    ['a count that differs from +Inf', '# TYPE a histogram\na_bucket{le="+Inf"} 2\na_count 3\na_sum 1'],
    ['half a thing counted', '# TYPE a histogram\na_bucket{le="+Inf"} 0.5'],
    ['a quantile above one', '# TYPE a summary\na{quantile="1.5"} 1'],
    ['a state without its label', '# TYPE a stateset\na{b="x"} 1'],
    ['an info that is not one', '# TYPE a info\na_info{b="x"} 2'],
    ['a unit that is not in the name', '# TYPE a gauge\n# UNIT a seconds\na 1'],
    ['a unit of an info', '# TYPE a_s info\n# UNIT a_s s\na_s_info 1'],
    ['a comment', '# just so\na 1'],
    ['an empty line', 'a 1\n'],
    ['an exemplar that is too long', `# TYPE a counter\na_total 1 # {id="${'x'.repeat(127)}"} 1`],
    ['an unknown escape', String.raw`a{b="\d"} 1`],
  ])('refuses %s', (_, text) => {
    expect(open(text)).not.toEqual([]);
  });

  it.each([
    [
      'a whole histogram',
      '# TYPE a histogram\na_bucket{le="1"} 1\na_bucket{le="+Inf"} 2\na_count 2\na_sum 1.5\na_created 1.5',
    ],
    ['two histograms of one name', '# TYPE a histogram\na_bucket{x="1",le="+Inf"} 2\na_bucket{x="2",le="+Inf"} 1'],
    [
      'a histogram over time',
      '# TYPE a histogram\na_bucket{le="+Inf"} 2 1\na_count 2 1\na_sum 2 1\na_bucket{le="+Inf"} 3 2\na_count 3 2\na_sum 2 2',
    ],
    ['states', '# TYPE a stateset\na{a="on"} 1\na{a="off"} 0'],
    ['a name in quotes', '# TYPE "a.b" gauge\n{"a.b","c.d"="e"} 1'],
    ['a unit', '# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1'],
    ['an exemplar', '# TYPE a counter\na_total 1 # {id="x"} 1 1.5'],
  ])('takes %s', (_, text) => {
    expect(open(text)).toEqual([]);
  });

  it('says where, in characters', () => {
    expect(validate('# TYPE a gauge\na{b="ü"} x\n# EOF\n', 'openmetrics')).toEqual([
      {line: 2, column: 10, message: '"x" is not a number'},
    ]);
  });

  it('names a page that was cut off', () => {
    expect(validate('a 1\n', 'openmetrics')[0]?.message).toContain('# EOF');
    expect(validate('a 1', 'text')[0]?.message).toContain('cut off');
  });

  it('goes on behind a line that cannot be read', () => {
    expect(validate('a b\nc d\ne 1\n', 'text').map(({line}) => line)).toEqual([1, 2]);
  });
});
