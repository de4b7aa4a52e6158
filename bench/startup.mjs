import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {root} from '../scripts/lib/root.mjs';

const kdiag = (...args) => [process.execPath, join(root, 'bin/run.js'), ...args];

/** Start-up, and its first time on a machine, against kubectl's. */
export function startup(kubectl) {
  const cache = mkdtempSync(join(tmpdir(), 'kdiag-bench-'));
  const fresh = join(cache, 'fresh');
  return {
    title: 'start-up',
    rounds: 15,
    peer: 'kubectl version --client',
    rows: [
      ...(kubectl ? [{name: 'kubectl version --client', command: [kubectl.file, 'version', '--client']}] : []),
      {name: 'kdiag --version', command: kdiag('--version'), env: {XDG_CACHE_HOME: cache}, goals: {wall: 1.1}},
      {
        name: 'kdiag --version, first run ever',
        command: kdiag('--version'),
        env: {XDG_CACHE_HOME: fresh},
        before: () => rmSync(fresh, {recursive: true, force: true}),
        goals: {wall: 1.6},
      },
      // Not in the goals: what a command costs before it does anything, and help, which goes through all of oclif.
      {
        name: 'kdiag doctor, refused',
        command: kdiag('doctor', '--from', '/no/such/bundle'),
        env: {XDG_CACHE_HOME: cache},
        codes: [2, 3],
      },
      {name: 'kdiag doctor --help', command: kdiag('doctor', '--help'), env: {XDG_CACHE_HOME: cache}},
    ],
    end: () => rmSync(cache, {recursive: true, force: true}),
  };
}
