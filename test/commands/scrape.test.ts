import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {kdiag} from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kdiag-scrape-'));
const file = (name: string, text: string): string => {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
};
const PAGE = file('page.prom', '# HELP a_total A.\n# TYPE a_total counter\na_total{x="1"} 1\na_total{x="2"} 2\n');

describe('scrape', () => {
  it('shows what is selected of a file', () => {
    const {code, stdout} = kdiag(['scrape', PAGE, '--select', 'a_total{x="2"}', '-o', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'kdiag.scrape/v1',
      items: [{metric: 'a_total', labels: {x: '2'}, value: 2}],
    });
  });

  it('shows what differs', () => {
    const other = file('other.prom', '# TYPE a_total counter\na_total{x="1"} 4\n');
    const {stdout} = kdiag(['scrape', other, '--diff', PAGE, '-o', 'csv', '--no-headers']);
    expect(stdout).toContain('changed,a_total,');
    expect(stdout).toContain('gone,a_total,');
  });

  it.each([
    [2, 'components are apiserver', ['component/nope']],
    [3, 'there is no such file', ['absent.prom']],
    [2, 'is not like', [PAGE, '--select', 'a{']],
    [3, 'nothing listens there', ['http://127.0.0.1:1/metrics']],
  ])('refuses in one sentence what cannot be meant: %s, %s', (code, sentence, args) => {
    const run = kdiag(['scrape', ...args]);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(sentence);
  });
});

describe('scrape check', () => {
  it('exits 0 for a valid page and 1 for one that is not', () => {
    expect(kdiag(['scrape', 'check', PAGE])).toMatchObject({code: 0, stdout: ''});
    const broken = file('broken.prom', 'a 1\na{ 2\n');
    const {code, stdout} = kdiag(['scrape', 'check', broken, '-o', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({valid: false, items: [{is: 'error', line: 2, column: 4}, {}, {}]});
  });
});
