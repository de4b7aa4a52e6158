import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import pjson from '../package.json' with {type: 'json'};

const root = path.resolve(import.meta.dirname, '..');

let home: string;

beforeAll(() => {
  const {status, stderr} = spawnSync('node', ['scripts/setup.mjs'], {cwd: root, encoding: 'utf8'});
  expect(status, stderr).toBe(0);
}, 120_000);

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'kdiag-home-'));
});

afterEach(() => {
  rmSync(home, {recursive: true, force: true});
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function node(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const {
    status: code,
    stdout,
    stderr,
  } = spawnSync('node', args, {
    cwd: root,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'], HOME: home, NO_COLOR: '1', ...env},
  });
  return {code, stdout, stderr};
}

const kdiag = (...args: readonly string[]): Ended => node(['bin/run.js', ...args]);

const codeFolder = (): string => path.join(home, '.cache/kdiag/code');
const caches = (): readonly string[] => readdirSync(codeFolder()).sort();

/** The same words through oclif's own search for the command, from the sources. */
const viaOclif = (...argv: readonly string[]): Ended =>
  node([
    '--input-type=module',
    '--eval',
    `import {readFileSync} from 'node:fs';
     import {throughOclif} from './src/start/through-oclif.ts';
     import {commands} from './src/start/commands.ts';
     const pjson = JSON.parse(readFileSync('package.json', 'utf8'));
     await throughOclif({argv: ${JSON.stringify(argv)}, bin: 'kdiag', root: process.cwd(), pjson}, commands);`,
  ]);

describe('start-up', () => {
  it.each([['--version'], ['doctor', '--no-such-flag'], ['doctor', '--from', '/no/such/bundle']])(
    'says the same directly as through oclif: %s %s',
    (...argv) => {
      const direct = kdiag(...argv);
      expect(direct).toEqual(viaOclif(...argv));
      expect(`${direct.stdout}${direct.stderr}`).not.toBe('');
    },
  );

  it('prints its version', () => {
    const {stdout, code} = kdiag('--version');
    expect(stdout).toMatch(new RegExp(`^kdiag/${pjson.version} ${process.platform}-${process.arch} node-v\\d+`));
    expect(code).toBe(0);
  });

  it('reads the terminal packages for no command but tui', () => {
    kdiag('doctor', '--from', 'test/fixtures/incidents/demo');
    expect(caches().filter((name) => name.includes('-ink-'))).toEqual([]);
  });

  it('brings in neither HTTP nor client-node to say its version', () => {
    const probe = path.join(home, 'probe.cjs');
    writeFileSync(probe, `process.on('exit', () => console.log(process.moduleLoadList.join('\\n')));`);
    const {stdout} = node(['--require', probe, 'bin/run.js', '--version']);
    expect(stdout).toContain('NativeModule vm');
    expect(stdout).not.toMatch(/undici|http|_tls|NativeModule url\b.*oclif/);
    expect(caches().filter((name) => name.includes('client-node'))).toEqual([]);
  });

  it('runs its sources without a build', () => {
    expect(node(['bin/dev.js', '--version'])).toEqual(kdiag('--version'));
  });

  it('names the command that was meant', () => {
    const {code, stderr} = kdiag('doctro');
    expect(code).toBe(2);
    expect(stderr).toBe('error: there is no command "doctro"\n       Did you mean: kdiag doctor?\n');
  });

  it('refuses a Node that is too old in one sentence', () => {
    const old = path.join(home, 'old.cjs');
    writeFileSync(old, `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '20.20.2'}});`);
    const {code, stderr} = node(['--require', old, 'bin/run.js', '--version']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: kdiag needs Node 22\.19 or newer/);
  });
});

describe('code cache', () => {
  it('is written by the first run for its owner alone, and left as it is by the next', () => {
    kdiag('--version');
    const [name] = caches();
    expect(caches()).toHaveLength(1);
    const file = path.join(codeFolder(), name!);
    expect(statSync(codeFolder()).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const {mtimeNs} = statSync(file, {bigint: true});
    kdiag('--version');
    expect(statSync(file, {bigint: true}).mtimeNs).toBe(mtimeNs);
  });

  it('is replaced when V8 refuses it', () => {
    kdiag('--version');
    const file = path.join(codeFolder(), caches()[0]!);
    writeFileSync(file, 'not a code cache');
    expect(kdiag('--version')).toMatchObject({code: 0, stderr: ''});
    expect(readFileSync(file).length).toBeGreaterThan(1000);
  });

  it('is not believed when others may write to it', () => {
    kdiag('--version');
    const file = path.join(codeFolder(), caches()[0]!);
    chmodSync(file, 0o666);
    kdiag('--version');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('does without, silently, where there is no place for it', () => {
    mkdirSync(path.join(home, '.cache'));
    writeFileSync(path.join(home, '.cache/kdiag'), 'a file where the folder should be');
    expect(kdiag('--version')).toMatchObject({code: 0, stderr: ''});
  });
});

describe('as a kubectl plugin', () => {
  it('calls itself kubectl diag in usage texts', () => {
    const {stdout} = node(['bin/kubectl-diag', 'doctor', '--help']);
    expect(stdout).toContain('$ kubectl diag doctor');
    expect(stdout).not.toContain('$ kdiag');
  });

  it.each([
    {typed: [''], offers: 'doctor\t'},
    {typed: ['doc'], offers: 'doctor\t'},
    {typed: ['doctor', '--fr'], offers: '--from\t'},
  ])('completes $typed', ({typed, offers}) => {
    const lines = node(['bin/kubectl_complete-diag', ...typed])
      .stdout.trimEnd()
      .split('\n');
    expect(lines.at(-1)).toBe(':4');
    expect(lines.some((line) => line.startsWith(offers))).toBe(true);
  });
});
