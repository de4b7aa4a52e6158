// Writes oclif.manifest.json from the built commands; with --check, compares it instead. Help and completion read it.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Plugin} from '@oclif/core';
import {root} from './lib/root.mjs';

const file = join(root, 'oclif.manifest.json');

const plugin = new Plugin({
  root,
  type: 'core',
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
});
await plugin.load();
const text = `${JSON.stringify(plugin.manifest, null, 2)}\n`;

function current() {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

if (current() === text) process.exit();
if (process.argv.includes('--check')) {
  console.error('oclif.manifest.json does not match the commands: run `npm run generate`');
  process.exitCode = 1;
} else {
  writeFileSync(file, text);
  console.error('wrote oclif.manifest.json');
}
