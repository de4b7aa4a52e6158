import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {run} from './run.mjs';

/** Runs vitest and counts; a file that could not be read and an error outside any test count as failures too. */
export async function vitest(args = []) {
  const folder = mkdtempSync(join(tmpdir(), 'kdiag-tests-'));
  const report = join(folder, 'report.json');
  try {
    const {code, output} = await run('vitest', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ]);
    return {code, output, ...counted(report, code)};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function counted(report, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return {passed: 0, failed: 1, skipped: 0};
  }
  const unread = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = result.numFailedTests + unread;
  return {
    passed: result.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
