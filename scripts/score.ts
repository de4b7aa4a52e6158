/**
 * The fault score: how often the first incident is the true cause.
 *
 *   npm run score                    over the recorded bundles in test/fixtures/faults
 *   npm run score -- --live [NAME…]  injects the faults of ../shared/faults into the cluster of KUBECONFIG
 *   npm run score -- --quick         a few quick ones, live: what CI runs
 *   npm run score -- --record [NAME…]  live, and writes the bundles that the first form reads
 *
 * Exits 1 when the goals are missed. `--json` prints rows instead of a table.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {grade, type ReportJson, type Row, table, type Truth} from './grade.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const RECORDED = path.join(ROOT, 'test/fixtures/faults');
const FAULTS = path.join(ROOT, '../shared/faults');
const KDIAG = path.join(ROOT, 'bin/run.js');
/** Quick, and one of each sort: kernel, image, config, network, application, and the control. */
const QUICK = ['control-quiet-day', 'image-tag', 'missing-configmap', 'selector-typo', 'worker-oom', 'panic'];
/** Shares of the faults that must be right. */
const GOALS = {first: 11 / 14, three: 13 / 14, proof: 11 / 14};

const {values: flags, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    live: {type: 'boolean', default: false},
    quick: {type: 'boolean', default: false},
    record: {type: 'boolean', default: false},
    json: {type: 'boolean', default: false},
  },
});

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function recordedRows(): readonly Row[] {
  return readdirSync(RECORDED, {withFileTypes: true})
    .filter((entry) => entry.isDirectory())
    .map(({name}) => name)
    .sort()
    .map((name) => {
      const truth = readJson(path.join(RECORDED, name, 'truth.json')) as Truth & {namespace: string};
      const run = spawnSync(
        process.execPath,
        [KDIAG, 'doctor', '--from', path.join(RECORDED, name, 'bundle.tar.zst'), '-n', truth.namespace, '-o', 'json'],
        {encoding: 'utf8', maxBuffer: 1 << 28},
      );
      if (run.stdout === '') throw new Error(`${name}: ${run.stderr}`);
      return grade(name, truth, JSON.parse(run.stdout) as ReportJson);
    });
}

function liveRows(names: readonly string[]): readonly Row[] {
  if (!existsSync(FAULTS)) throw new Error('the faults to inject are not there (../shared/faults)');
  const results: Row[] = [];
  for (const name of names) results.push(liveRow(name));
  return results;
}

function liveRow(name: string): Row {
  const truth = readJson(path.join(FAULTS, name, 'truth.json')) as Truth;
  const bundle = path.join(ROOT, 'node_modules/.cache', name);
  mkdirSync(path.dirname(bundle), {recursive: true});
  rmSync(bundle, {force: true, recursive: true});
  const doctor = [process.execPath, KDIAG, 'doctor', '-o', 'json', '-n', '{namespace}'];
  const record = flags.record
    ? [
        'sh',
        '-c',
        `"$0" "$1" capture -o "$2" -n {namespace} --node-log-size 32Ki >&2; shift 2; "$0" "${KDIAG}" doctor -o json -n {namespace}`,
        process.execPath,
        KDIAG,
        bundle,
      ]
    : doctor;
  const run = spawnSync(path.join(FAULTS, 'faults'), ['run', name, '--', ...record], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = run.stdout.trim().split('\n').at(-1) ?? '';
  const meta = readJson(path.join(folder, name, 'run.json')) as {symptom: boolean; namespace: string};
  const row = grade(
    name,
    truth,
    JSON.parse(readFileSync(path.join(folder, name, 'stdout'), 'utf8') || '{}') as ReportJson,
  );
  if (flags.record && existsSync(bundle)) keep(name, bundle, {...truth, namespace: meta.namespace});
  return meta.symptom ? row : {...row, note: 'SYMPTOM DID NOT APPEAR'};
}

function keep(name: string, bundle: string, truth: Truth & {namespace: string}): void {
  const folder = path.join(RECORDED, name);
  mkdirSync(folder, {recursive: true});
  anonymise(bundle);
  const packed = spawnSync('tar', [
    '--zstd',
    '-cf',
    path.join(folder, 'bundle.tar.zst'),
    '-C',
    bundle,
    ...readdirSync(bundle),
  ]);
  if (packed.status !== 0) throw new Error(`${name}: ${String(packed.stderr)}`);
  const {title, layer, chain, control, cause, notCause, evidence, namespace} = truth;
  writeFileSync(
    path.join(folder, 'truth.json'),
    `${JSON.stringify({title, namespace, layer, chain, control, cause, notCause, evidence}, undefined, 2)}\n`,
  );
}

/** The testbed's folder stands in arguments and logs of its components. Of the same length, as the manifest counts bytes. */
function anonymise(bundle: string): void {
  const from = path.join(homedir(), '.cache/kdiag-testbed');
  const to = '/srv/kdiag-testbed'.padEnd(from.length, '_');
  for (const entry of readdirSync(bundle, {recursive: true, withFileTypes: true})) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  }
}

function allFaults(): readonly string[] {
  const order = (name: string): number =>
    (readJson(path.join(FAULTS, name, 'truth.json')) as {order?: number}).order ?? 50;
  return readdirSync(FAULTS, {withFileTypes: true})
    .filter((entry) => entry.isDirectory() && existsSync(path.join(FAULTS, entry.name, 'truth.json')))
    .map(({name}) => name)
    .sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

function goalsMissed(rows: readonly Row[]): readonly string[] {
  const real = rows.filter(({isControl}) => !isControl);
  const share = (is: (row: Row) => boolean): number => (real.length === 0 ? 1 : real.filter(is).length / real.length);
  return [
    ...(share(({isFirst}) => isFirst) < GOALS.first ? ['the true cause is not first often enough'] : []),
    ...(share(({isInThree}) => isInThree) < GOALS.three ? ['the true cause is not within three often enough'] : []),
    ...(share(({isProven}) => isProven) < GOALS.proof ? ['the evidence is not cited often enough'] : []),
    ...(rows.some(({isControl, loud}) => isControl && loud > 0) ? ['a healthy control raised an alarm'] : []),
  ];
}

const isLive = flags.live || flags.quick || flags.record;
const names = positionals.length > 0 ? positionals : flags.quick ? QUICK : isLive ? allFaults() : [];
const rows = isLive ? liveRows(names) : recordedRows();
const missed = goalsMissed(rows);
console.log(flags.json ? JSON.stringify({rows, missed}, undefined, 2) : table(rows));
for (const goal of missed) console.log(`MISSED: ${goal}`);
// One check per fault, so that CI can add the score to the tests.
const right = rows.filter((row) => (row.isControl ? row.loud === 0 : row.isFirst)).length;
if (!flags.json) console.log(`\n${String(right)} passed, ${String(rows.length - right)} failed`);
process.exitCode = missed.length === 0 ? 0 : 1;
