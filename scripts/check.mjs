// `npm test`: set-up, then every check, each in a line; what fails prints what it said. The last line is the sum.
// `--cluster` runs the tests of test/cluster instead, against the cluster that the kubeconfig names.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './lib/root.mjs';
import {run} from './lib/run.mjs';
import {vitest} from './lib/vitest.mjs';
import {Problem, setUp} from './setup.mjs';

const ONE = {passed: 1, failed: 0, skipped: 0};

const step = (name, command, ...args) => ({
  name,
  async check() {
    const {code, output} = await run(command, args);
    return code === 0 ? {output, ...ONE} : {output, ...ONE, passed: 0, failed: 1};
  },
});

const prepare = {
  name: 'set-up',
  async check() {
    try {
      await setUp((doing) => process.stdout.write(`${doing} `));
      return {output: '', ...ONE};
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return {output: error.message, ...ONE, passed: 0, failed: 1};
    }
  },
};
const STEPS = [
  prepare,
  step('types', 'tsc', '--noEmit'),
  step('lint', 'eslint', '.', '--max-warnings=0'),
  step('format', 'prettier', '--check', '--cache', '--log-level=warn', '.'),
  step('generated lists', 'node', 'scripts/registry.mjs', '--check'),
  step('manifest', 'node', 'scripts/manifest.mjs', '--check'),
  step('generated docs', 'node', 'scripts/docs.mjs', '--check'),
  step('picture', 'node', 'scripts/picture.mjs', '--check'),
  {name: 'tests', check: () => vitest()},
];
const CLUSTER_STEPS = [prepare, {name: 'cluster tests', check: () => vitest(['--config=vitest.cluster.config.ts'])}];

const sum = {passed: 0, failed: 0, skipped: 0};
for (const {name, check} of process.argv.includes('--cluster') ? CLUSTER_STEPS : STEPS) {
  process.stdout.write(`${name} … `);
  const began = Date.now();
  const result = await check();
  console.log(`${said(result)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (result.failed > 0) console.log(`\n${result.output.trimEnd()}\n`);
  for (const key of Object.keys(sum)) sum[key] += result[key];
  if (!existsSync(join(root, 'node_modules'))) break;
}
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = sum.failed > 0 ? 1 : 0;

function said({passed, failed, skipped}) {
  if (passed + failed + skipped === 1) return failed > 0 ? 'failed' : 'ok';
  return `${passed} ok${failed > 0 ? `, ${failed} failed` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
