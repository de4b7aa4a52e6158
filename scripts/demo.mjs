// `npm run demo`: set-up, then the main job on an incident that is in the repository. No cluster, no question asked.
import {join} from 'node:path';
import {root} from './lib/root.mjs';
import {run} from './lib/run.mjs';
import {setUpOrStop} from './setup.mjs';

const INCIDENT = 'test/fixtures/incidents/demo';
/** doctor says with this code that it found something, which is what a demo is for. */
const FOUND = 1;

await setUpOrStop();
const {code} = await run('node', [join(root, 'bin/run.js'), 'doctor', '--from', INCIDENT, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = code === FOUND ? 0 : code;

if (process.stdout.isTTY && process.exitCode === 0) {
  console.log(`
This was a recorded incident. Type next:

  npm run demo -- --explain        the same with all evidence, and what was ruled out
  npm run kdiag -- doctor          your own cluster: the current context of your kubeconfig (reads, never writes)
  npm run kdiag -- --help          everything else
`);
}
