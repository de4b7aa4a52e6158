import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, realpathSync} from 'node:fs';
import {delimiter, dirname, join} from 'node:path';
import {root} from '../../scripts/lib/root.mjs';

/**
 * A kubectl to compare with, and what it calls itself; undefined where there is none. Some clouds put a dispatcher in
 * front that starts the kubectl meant: comparing with that would flatter us, so the program behind it is taken.
 */
export function findKubectl() {
  for (const file of candidates()) {
    const version = versionOf(file);
    if (version === undefined) continue;
    if (!version.includes('dispatcher')) return {file, version};
    const behind = siblings(realpathSync(file)).at(-1);
    if (behind !== undefined) return {file: behind, version: versionOf(behind)};
  }
  return undefined;
}

function candidates() {
  const folders = (process.env.PATH ?? '').split(delimiter).concat(testbedPath());
  const files = folders.filter((folder) => folder !== '').map((folder) => join(folder, 'kubectl'));
  return [...(process.env.KUBECTL ? [process.env.KUBECTL] : []), ...files.filter((file) => existsSync(file))];
}

/** Where the testbed keeps its kubectl, if there is a testbed beside this repository. */
function testbedPath() {
  const testbed = join(root, '../shared/testbed/testbed');
  if (!existsSync(testbed)) return [];
  const {stdout} = spawnSync('bash', ['-c', `eval "$("${testbed}" env)" && printf %s "$PATH"`], {encoding: 'utf8'});
  return (stdout ?? '').split(delimiter).slice(0, 1);
}

const siblings = (file) =>
  readdirSync(dirname(file))
    .filter((name) => /^kubectl\.\d+\.\d+$/.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', {numeric: true}))
    .map((name) => join(dirname(file), name));

function versionOf(file) {
  const {status, stdout} = spawnSync(file, ['version', '--client'], {encoding: 'utf8'});
  return status === 0 ? /v\d\S*/.exec(stdout)?.[0] : undefined;
}
