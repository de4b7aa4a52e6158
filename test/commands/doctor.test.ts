import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {exitCodes} from '../../src/lib/cli/exit.ts';
import type {Report} from '../../src/lib/model/report.ts';
import {DEMO, kdiag} from './support.ts';

const demo = (...args: readonly string[]) => kdiag(['doctor', '--from', DEMO, ...args]);
const reportOf = (...args: readonly string[]): Report => JSON.parse(demo('-o', 'json', ...args).stdout) as Report;
const folder = (): string => mkdtempSync(path.join(tmpdir(), 'kdiag-'));

describe('the recorded incident', () => {
  test('has one root cause, proven by the kernel, with its effects folded under it', () => {
    const [first, ...others] = reportOf('-n', 'shop').incidents;
    expect([first?.cause.rule, first?.cause.subject.name, others.length]).toEqual(['container-oom-killed', 'db', 0]);
    expect(first?.cause.evidence[0]).toMatchObject({from: 'log', layer: 'kernel'});
    expect(JSON.stringify(first?.cause.effects)).toContain('connection refused');
  });

  test('says the same twice, byte for byte', () => {
    expect(demo('-o', 'json').stdout).toBe(demo('-o', 'json').stdout);
  });

  test('names the change that began it', () => {
    expect(
      reportOf()
        .incidents[0]?.cause.changes.map(({what}) => what)
        .join(),
    ).toContain('limits.memory of postgres: 256Mi → 96Mi');
  });

  test('is as old as it was when it was recorded', () => {
    expect(reportOf().takenAt).toBe(
      (JSON.parse(readFileSync(`${DEMO}/bundle.json`, 'utf8')) as {takenAt: string}).takenAt,
    );
  });

  test.each([['svc/db'], ['deploy/api'], ['deployments.apps', 'db']])('is found from %s', (...object) => {
    expect(reportOf(...object, '-n', 'shop').incidents[0]?.cause.subject.name).toBe('db');
  });

  test('a healthy neighbour has no incident', () => {
    expect(reportOf('deploy/web', '-n', 'shop').incidents).toEqual([]);
  });

  test('replay is doctor --from', () => {
    expect(kdiag(['replay', DEMO, '--', 'doctor', '-o', 'json']).stdout).toBe(demo('-o', 'json').stdout);
  });
});

describe('what a terminal and a pipe get', () => {
  test('no escape sequence without a terminal', () => {
    expect(demo().stdout).not.toContain('\u001B');
  });

  test('colours when they are forced, none when NO_COLOR is set as well', () => {
    const forced = kdiag(['doctor', '--from', DEMO], {env: {FORCE_COLOR: '1'}}).stdout;
    const never = kdiag(['doctor', '--from', DEMO], {env: {FORCE_COLOR: '1', NO_COLOR: '1'}}).stdout;
    expect([forced.includes('\u001B['), never.includes('\u001B[')]).toEqual([true, false]);
  });

  test('no line is wider than the terminal, but for commands, which must survive being copied', () => {
    const lines = kdiag(['doctor', '--from', DEMO, '--explain'], {env: {COLUMNS: '80'}}).stdout.split('\n');
    const wide = lines.filter((line) => line.length > 80);
    expect(lines.length).toBeGreaterThan(20);
    expect(wide.filter((line) => !/^\s*(?:do|fix|confirm)?\s*kubectl /.test(line))).toEqual([]);
  });

  test('several outputs in one run', () => {
    const to = folder();
    const {stdout} = demo(
      '-o',
      'text',
      '-o',
      `junit=${to}/r.xml`,
      '-o',
      `sarif=${to}/r.sarif`,
      '-o',
      `json=${to}/r.json`,
    );
    expect(stdout).toContain('out of memory');
    expect(readFileSync(`${to}/r.xml`, 'utf8')).toContain('<testsuites');
    expect(JSON.parse(readFileSync(`${to}/r.sarif`, 'utf8'))).toMatchObject({version: '2.1.0'});
    expect(JSON.parse(readFileSync(`${to}/r.json`, 'utf8'))).toEqual(reportOf());
  });
});

describe('exit codes', () => {
  test('are those of the table', () => {
    expect(Object.values(exitCodes).map(({code}) => code)).toEqual([0, 1, 2, 3, 4, 130]);
  });

  test.each([
    [[], 1],
    [['--fail-on', 'never'], 0],
    [['--fail-on', 'critical'], 0],
    [['--severity', 'critical'], 0],
    [['--category', 'storage'], 0],
  ])('doctor %j exits %i', (args, code) => {
    expect(demo(...args).code).toBe(code);
  });

  test('4 when too little could be checked', () => {
    const bare = folder();
    const manifest = JSON.parse(readFileSync(`${DEMO}/bundle.json`, 'utf8')) as Record<string, unknown>;
    writeFileSync(`${bare}/bundle.json`, JSON.stringify({...manifest, files: [], empty: []}));
    const {code, stdout} = kdiag(['doctor', '--from', bare, '--min-coverage', '90']);
    expect([code, stdout.includes('not seen')]).toEqual([4, true]);
  });
});

describe('what is typed wrongly is one sentence, an exit code and nothing on stdout', () => {
  const notABundle = path.join(folder(), 'x.tar.zst');
  writeFileSync(notABundle, 'this is no archive');
  const kubeconfig = path.join(folder(), 'config');
  writeFileSync(
    kubeconfig,
    'apiVersion: v1\nkind: Config\nclusters: [{name: a, cluster: {server: "https://127.0.0.1:1"}}\n',
  );

  test.each([
    [['doctor', '--nonsense'], 2, /nonsense/],
    [['doctor', '--severity', 'awful'], 2, /awful/],
    [['doctor', '--request-timeout', 'soon'], 2, /"soon" is not a duration/],
    [['doctor', '-o', 'pdf'], 2, /"pdf" is no output format/],
    [['doctor', '--from', DEMO, 'spaceship/x'], 2, /no kind that kdiag knows/],
    [['doctor', '--from', DEMO, 'deploy/dbb', '-n', 'shop'], 2, /"dbb" does not exist in namespace shop[^]*"db"/],
    [['doctor', '--from', DEMO, '-n', 'shopp'], 2, /namespace "shopp" does not exist[^]*"shop"/],
    [['doctor', '--from', '/no/such/bundle.tar.zst'], 3, /bundle/],
    [['doctor', '--from', notABundle], 3, /x\.tar\.zst/],
    [['doctor', '--kubeconfig', '/no/such/file'], 3, /no\/such\/file/],
    [['doctor', '--kubeconfig', kubeconfig], 3, /config/],
    [['doctor'], 3, /kubeconfig/],
    [['capture'], 2, /output/],
    [['capture', '-o', '/no/such/directory/x.tar.zst', '--kubeconfig', '/no/such/file'], 3, /no\/such/],
    [['replay'], 2, /bundle/],
    [['replay', DEMO, '--', 'capture'], 2, /capture/],
    [['dcotor'], 2, /dcotor/],
  ])('%j', (args, code, message) => {
    const {code: got, stdout, stderr} = kdiag(args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect([got, stdout]).toEqual([code, '']);
  });

  test('--debug shows where', () => {
    expect(kdiag(['doctor', '--from', notABundle, '--debug']).stderr).toMatch(/^\s+at /m);
  });
});

describe('as a kubectl plugin', () => {
  test('usage says how it was called', () => {
    expect(kdiag(['doctor', '--help'], {bin: 'kubectl-diag'}).stdout).toContain('$ kubectl diag doctor');
    expect(kdiag(['doctor', '--help']).stdout).toContain('$ kdiag doctor');
  });

  test('help holds the table of exit codes', () => {
    expect(kdiag(['doctor', '--help']).stdout).toContain(exitCodes.coverage.means);
  });

  test('completion ends with a directive', () => {
    const lines = kdiag(['__complete', 'do'], {bin: 'kubectl_complete-diag'}).stdout.trim().split('\n');
    expect(lines.at(-1)).toMatch(/^:\d+$/);
  });
});
