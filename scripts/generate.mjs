// `npm run generate`: writes everything that is made from something else and checked in; `npm test` compares it.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './lib/root.mjs';
import {run} from './lib/run.mjs';

// In this order: the bundle is built from the lists, the manifest is read from the bundle.
const steps = [
  ['scripts/registry.mjs'],
  ['scripts/setup.mjs'],
  ['scripts/manifest.mjs'],
  ['scripts/docs.mjs'],
  ['scripts/picture.mjs'],
];

for (const [script] of steps.filter(([file]) => existsSync(join(root, file)))) {
  const {code} = await run('node', [script], {stdio: 'inherit'});
  if (code !== 0) process.exit(code);
}
