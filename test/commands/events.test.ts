import {describe, expect, test} from 'vitest';
import {DEMO, kdiag} from './support.ts';

const events = (...args: readonly string[]) => kdiag(['events', '--from', DEMO, ...args]);
const json = (...args: readonly string[]) =>
  (JSON.parse(events('-o', 'json', ...args).stdout) as {items: ReadonlyArray<Record<string, unknown>>}).items;

describe('kdiag events', () => {
  test('has kubectl’s columns, and the last seen last', () => {
    const [head, ...rows] = events('--types', 'Warning').stdout.trimEnd().split('\n');
    expect(head).toMatch(/^(?:NAMESPACE +)?LAST SEEN +TYPE +REASON +OBJECT +MESSAGE$/);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.every((row) => row.includes(' Warning '))).toBe(true);
    const times = json('--types', 'Warning').map(({lastTimestamp, eventTime}) =>
      Date.parse(String(lastTimestamp ?? eventTime)),
    );
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('narrows by reason, count and object', () => {
    expect(new Set(json('--reason', '^BackOff$').map(({reason}) => reason))).toEqual(new Set(['BackOff']));
    expect(json('--min-count', '10').every(({count}) => Number(count) >= 10)).toBe(true);
    const about = json('--for', 'deploy/db', '-n', 'shop').map(
      ({involvedObject: on}) => `${(on as {kind: string}).kind}/${(on as {name: string}).name}`,
    );
    expect(about.some((one) => one.startsWith('Pod/db-'))).toBe(true);
    expect(about.some((one) => one.startsWith('Pod/api-'))).toBe(false);
  });

  test('sorts by several columns', () => {
    const counts = json('--types', 'Warning', '--sort-by', '-count').map(({count}) => Number(count ?? 1));
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  test.each<[readonly string[], RegExp]>([
    [['--reason', '('], /^error: --reason: "\(" is no regular expression \(Unterminated group\)\n/],
    [['--sort-by', 'colour'], /^error: .*"colour".*/],
    [['--for', 'web'], /^error: --for: /],
    [['--since', 'yesterdayish'], /^error: --since: /],
    [['-w'], /^error: -w watches a cluster, and --from reads a bundle\n/],
    [['-o', 'xml'], /^error: "xml" is no output format\n/],
    [['--to', 'lokki://h'], /^error: .*lokki/],
  ])('%j is one sentence, what to do, and exit 2', (args, words) => {
    const {code, stderr, stdout} = events(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/at .*\.cjs|See more help/);
  });

  test('says so in kubectl’s words where there are none', () => {
    const {code, stdout, stderr} = events('-n', 'nowhere');
    expect([code, stdout, stderr]).toEqual([0, '', 'No events found in nowhere namespace.\n']);
  });
});
