import {describe, expect, test} from 'vitest';
import {patterns as all} from '../../../src/lib/patterns/index.ts';
import {matcher} from '../../../src/lib/patterns/_match.ts';

const match = matcher(all);
const namesIn = (line: string, layer: (typeof all)[number]['layer']): string[] =>
  match(line, [layer]).map(({pattern}) => pattern);

describe('every pattern', () => {
  test.each(all.map((pattern, at) => [pattern.name, at, pattern] as const))('%s (row %i)', (name, _at, pattern) => {
    expect(namesIn(pattern.example, pattern.layer), pattern.example).toContain(name);
    expect(pattern.match.test(pattern.example), pattern.example).toBe(true);
    expect(namesIn(pattern.counterExample, pattern.layer), pattern.counterExample).not.toContain(name);
  });

  test('keeps its time on hostile lines', () => {
    const hostile = [
      'a',
      'a:',
      '"',
      'a.',
      '1:',
      ' connection refused ',
      'task ',
      'host=',
      'timed out: ',
      '//a@',
      '[',
      'Error',
      'x509: ',
      'lookup a',
      'level=',
    ].flatMap((unit) => [
      unit.repeat(5000),
      `connection refused timed out no such host missing error: nvme ${unit.repeat(5000)}`,
    ]);
    const began = performance.now();
    for (const line of hostile) match(line);
    expect((performance.now() - began) / hostile.length).toBeLessThan(100);
  });
});
