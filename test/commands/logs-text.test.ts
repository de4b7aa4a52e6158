import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {kdiag} from './support.ts';

const LINES = [
  'Nov 24 13:58:01 node-1 kernel: [12345.678901] EXT4-fs (sda1): Remounting filesystem read-only',
  '2026-11-24T13:58:02.000Z stderr F {"level":"error","msg":"pay failed","status":503,"path":"/api/pay"}',
  '2026-11-24T13:58:03.000Z stdout F {"level":"info","msg":"ok","status":200,"path":"/api/pay"}',
  'Traceback (most recent call last):',
  '  File "t.py", line 1, in <module>',
  "KeyError: 'sku'",
  'hello \u001B[2Jworld',
];
const file = path.join(mkdtempSync(path.join(tmpdir(), 'kdiag-')), 'some.log');
writeFileSync(file, `${LINES.join('\n')}\n`);
const logs = (...args: readonly string[]) => kdiag(['logs', '--file', file, ...args]);
const records = (...args: readonly string[]) =>
  logs('-o', 'ndjson', ...args)
    .stdout.trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe('kdiag logs of a text', () => {
  test('gives per entry the keys that programs rely on', () => {
    const found = records();
    expect(
      found.map(({layer, component, level, pattern, severity}) => [layer, component, level, pattern, severity]),
    ).toEqual([
      ['kernel', 'kernel', null, 'fs_remount_readonly', 'high'],
      ['app', null, 'error', 'http_5xx_access_log', 'medium'],
      ['app', null, 'info', null, null],
      ['app', null, 'error', 'python_traceback', 'high'],
      ['app', null, null, null, null],
    ]);
    expect(Object.keys(found[0] ?? {}).slice(0, 9)).toEqual([
      'time',
      'layer',
      'component',
      'level',
      'pattern',
      'severity',
      'message',
      'fields',
      'text',
    ]);
    expect(found[1]).toMatchObject({message: 'pay failed', fields: {status: 503, path: '/api/pay'}});
    expect(found[3]?.['text']).toBe(LINES.slice(3, 6).join('\n'));
  });

  test.each([
    [['--where', 'level>=warn && status>=500 && path~"^/api"'], ['pay failed']],
    [['--grep', 'KeyError'], [LINES.slice(3, 6).join('\n')]],
    [['--level', 'error', '--exclude', 'Trace'], ['pay failed']],
    [
      ['--grep', 'ok', '-B', '1'],
      ['pay failed', 'ok'],
    ],
    [['--since-time', '2026-11-24T13:58:02.500Z', '--where', 'time'], ['ok']],
    [['--around', '2026-11-24T13:58:02Z', '--window', '500ms', '--where', 'time'], ['pay failed']],
  ])('%s', (args, messages) => {
    expect(records(...args).map(({message}) => message)).toEqual(messages);
  });

  test('counts, groups and sums up', () => {
    expect(logs('--count', 'by(level)').stdout).toBe('COUNT   LEVEL\n    2   \n    2   error\n    1   info\n');
    expect(JSON.parse(logs('--patterns', '-o', 'json').stdout)).toMatchObject({schema: 'kdiag.logs-patterns/v1'});
    expect(logs('--summary').stdout.split('\n')[1]).toContain('fs_remount_readonly');
  });

  test('shows every line as it was when nothing else is asked', () => {
    expect(logs('-o', 'raw').stdout.trim().split('\n')).toHaveLength(LINES.length);
  });

  test.each([
    [['--where', 'level>='], 'character 8'],
    [['--grep', 'a(?=b)'], 'character 2'],
    [['--count', 'by()'], 'names no field'],
    [['--timezone', 'Moon/Sea', '-t'], 'no time zone'],
    [['-o', 'nothing'], 'no output format'],
    [['--summary', '--patterns'], 'cannot be shown together'],
  ])('%s is refused in one sentence', (args, said) => {
    const {stdout, stderr, code} = logs(...args);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(said);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});
