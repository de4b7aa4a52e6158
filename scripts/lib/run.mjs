import {spawn} from 'node:child_process';
import {delimiter, join} from 'node:path';
import {root} from './root.mjs';

/** With the programs of node_modules first: `node` is then the pinned one, whatever the machine has. */
const PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);

/** Runs a command at the root of the repository. Its output is kept, or goes on to the terminal with `stdio: 'inherit'`. */
export function run(command, args, {stdio = ['ignore', 'pipe', 'pipe'], env = {}} = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {cwd: root, stdio, env: {...process.env, PATH, ...env}});
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => resolve({code: 127, output: `${command}: ${error.message}\n`}));
    child.on('close', (code, signal) => {
      resolve({code: code ?? 128, output: Buffer.concat(output).toString() + (signal ? `ended by ${signal}\n` : '')});
    });
  });
}
