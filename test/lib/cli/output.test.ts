import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {outputs, writeFile} from '../../../src/lib/cli/output.ts';

const known = ['text', 'json', 'junit'];

test('one to the screen and one into a file', () => {
  expect(outputs(['text', 'junit=report.xml'], known)).toEqual([
    {format: 'text', file: undefined},
    {format: 'junit', file: 'report.xml'},
  ]);
});

test.each([
  [['pdf'], /"pdf" is no output format/],
  [['text', 'json'], /cannot both go to stdout/],
  [['json='], /lacks its file/],
])('%j is refused', (typed, message) => {
  expect(() => outputs(typed, known)).toThrow(message);
});

test('a file in a directory that is not there is one sentence', () => {
  expect(() => {
    writeFile('/does/not/exist/x.json', '');
  }).toThrow(/cannot write .*: its directory does not exist/);
});

test('a file holds what was written', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'kdiag-')), 'x.json');
  writeFile(file, '{}');
  expect(readFileSync(file, 'utf8')).toBe('{}');
});
