import {describe, expect, it} from 'vitest';
import {floatIn} from '../../../../src/lib/parse/exposition/number.ts';
import {Page} from '../../../../src/lib/parse/exposition/page.ts';
import {familiesIn, guessedFormat, samplesIn, samplesNamed} from '../../../../src/lib/parse/exposition/read.ts';

const PAGE = `# HELP up Whether it is up.
# TYPE up gauge
up{job="a",instance="x:1"} 1
up{job="b",instance="y:1"} 0 1700000000000
# TYPE rpc_seconds histogram
rpc_seconds_bucket{le="1"} 1
rpc_seconds_bucket{le="+Inf"} 2
rpc_seconds_sum 1.5
rpc_seconds_count 2
other 3
`;

describe('samplesNamed', () => {
  it('finds names and builds only the labels that are asked for', () => {
    const found = samplesNamed(PAGE, ['up', 'absent'], ['job']);
    expect(found.get('up')).toMatchObject([
      {labels: {job: 'a'}, value: 1, line: 3},
      {labels: {job: 'b'}, value: 0, timestamp: 1700000000000},
    ]);
    expect(found.get('absent')).toEqual([]);
  });

  it('finds what stands without metadata behind a metric that nobody wants', () => {
    expect(samplesNamed(PAGE, ['other']).get('other')).toMatchObject([{value: 3}]);
  });

  it('loses one line to an odd one, not all', () => {
    expect(samplesNamed('a 1\na{ 2\na 3\n', ['a']).get('a')).toMatchObject([{value: 1}, {value: 3}]);
  });
});

describe('familiesIn', () => {
  it('puts the parts of a histogram under its name', () => {
    const families = familiesIn(PAGE);
    expect(families.map(({name, type, samples}) => [name, type, samples.length])).toEqual([
      ['up', 'gauge', 2],
      ['rpc_seconds', 'histogram', 4],
      ['other', 'unknown', 1],
    ]);
    expect(families[0]?.help).toBe('Whether it is up.');
  });
});

describe('labels', () => {
  it('hold what a name can be, without touching prototypes', () => {
    const [sample] = samplesIn('a{__proto__="x",constructor="y"} 1\n');
    expect(Object.entries(sample!.labels)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('keep their escapes apart', () => {
    expect(samplesIn(String.raw`a{b="\\n\n\"",c="ü"} 1` + '\n')[0]?.labels).toEqual({b: '\\n\n"', c: 'ü'});
  });

  it('may hold a megabyte', () => {
    const long = 'x'.repeat(1 << 20);
    expect(samplesIn(`a{b="${long}"} 1\n`)[0]?.labels['b']).toBe(long);
  });

  it('do not run over the end of their line', () => {
    expect(() => samplesIn('a{b="x\\\nc="} 1\n')).toThrow('line 1');
  });
});

describe('numbers', () => {
  it.each([
    '0',
    '-0',
    '1',
    '0.1',
    '123456789012345',
    '1234567890123456789',
    '1.7976931348623157e308',
    '5e-324',
    '9007199254740993',
    '0.30000000000000004',
    '123.456789012345678',
    '.5',
    '5.',
    '+3',
    '-12.25',
    '1e22',
    '00012.50',
  ])('%s is the nearest double', (word) => {
    expect(floatIn(new Page(word), 0, word.length)).toBe(Number(word));
  });

  it.each(['', '-', '.', '1_000', '0x1p3', '1e400', '1,5', '١'])('%s is none', (word) => {
    expect(floatIn(new Page(word), 0, Buffer.byteLength(word))).toBeUndefined();
  });

  it.each([
    ['NaN', NaN],
    ['+Inf', Infinity],
    ['-inf', -Infinity],
  ])('%s is one', (word, value) => {
    expect(floatIn(new Page(word), 0, word.length)).toBe(value);
  });
});

describe('guessedFormat', () => {
  it('goes by the end of the page', () => {
    expect(guessedFormat('a 1\n# EOF\n')).toBe('openmetrics');
    expect(guessedFormat(Buffer.from('a 1\n# EOF'))).toBe('openmetrics');
    expect(guessedFormat(PAGE)).toBe('text');
  });
});
