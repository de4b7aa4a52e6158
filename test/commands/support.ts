import {spawnSync} from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const DEMO = 'test/fixtures/incidents/demo';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The shipped program on an empty environment: no kubeconfig of the machine's, no terminal. */
export function kdiag(
  args: readonly string[],
  {env = {}, bin = 'run.js'}: {env?: Record<string, string>; bin?: string} = {},
): Run {
  const home = path.join(ROOT, 'node_modules/.cache/test-home');
  const {status, stdout, stderr} = spawnSync(process.execPath, [path.join(ROOT, 'bin', bin), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'], HOME: home, ...env},
    maxBuffer: 1 << 28,
  });
  return {code: status, stdout, stderr};
}
