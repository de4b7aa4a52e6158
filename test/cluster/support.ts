import {spawnSync} from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const KDIAG = path.join(ROOT, 'bin/run.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MINUTES_3 = 180_000;

export function run(
  command: string,
  args: readonly string[],
  {env = {}, input}: {env?: Record<string, string>; input?: string} = {},
): Run {
  const {status, stdout, stderr} = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: MINUTES_3,
    maxBuffer: 1 << 28,
    env: {...process.env, ...env},
    input,
  });
  return {code: status, stdout, stderr};
}

/** The shipped program, as a person would call it. */
export const kdiag = (...args: readonly string[]): Run => run(process.execPath, [KDIAG, ...args]);
export const kubectl = (...args: readonly string[]): Run => run('kubectl', args);
export const apply = (manifest: string): Run => run('kubectl', ['apply', '-f', '-'], {input: manifest});

/** Waits for something to be true; the message says what did not come. */
export async function until(what: string, isTrue: () => boolean, milliseconds = 120_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
