// Everything a fresh clone needs, and nothing where that is there already. Plain JavaScript for Node 20, because it
// runs before anything is installed; all that comes after it runs on the Node in node_modules.
//
//   node scripts/setup.mjs                     set up
//   node scripts/setup.mjs --then COMMAND …    and run a command from node_modules/.bin
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './lib/root.mjs';
import {run} from './lib/run.mjs';

const BUILT_FROM = ['src', 'scripts/build.mjs', 'scripts/lib', 'package.json', 'package-lock.json'];

const stamp = join(root, 'dist/.built-from');

/** `say` hears what takes long. */
export async function setUp(say = console.error) {
  if (!isInstalled()) {
    say('Installing packages (once; needs the npm registry) …');
    await must('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed');
  }
  if (!existsSync(join(root, 'node_modules/node/bin/node')) && process.platform !== 'win32') {
    throw new Problem(
      'The npm package `node` came without its program: npm was told not to run install scripts.',
      'npm rebuild node --ignore-scripts=false',
    );
  }
  const inputs = fingerprint();
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== inputs) {
    say('Building …');
    await must('node', ['scripts/build.mjs'], 'The build failed');
    writeFileSync(stamp, inputs);
  }
}

/** npm writes its hidden lock file last, so it is newer than the lock file it was made from. */
function isInstalled() {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) => join(root, file));
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

/** Changes when anything changes that dist/ is made from; times of files say too little after a checkout. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    if (statSync(join(root, path)).isDirectory())
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    else hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  };
  BUILT_FROM.forEach(add);
  return hash.digest('hex');
}

async function must(command, args, complaint) {
  const {code, output} = await run(command, args);
  if (code !== 0) throw new Problem(`${complaint}:\n${output.trimEnd()}`);
}

/** What keeps set-up from being done, and what to type about it. */
export class Problem extends Error {
  constructor(message, command) {
    super(command === undefined ? message : `${message}\n       Try: ${command}`);
  }
}

/** For scripts that have nothing left to do when set-up fails. */
export async function setUpOrStop() {
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await setUpOrStop();
  const [then, command, ...args] = process.argv.slice(2);
  if (then === '--then') process.exitCode = (await run(command, args, {stdio: 'inherit'})).code;
}
