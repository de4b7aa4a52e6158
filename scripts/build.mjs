// Bundles src/ into dist/: one CommonJS file in which commands and packages are evaluated when first used, and one
// more file for each package that is too big to be read at every start. Why so: docs/decisions/0001.
import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import * as esbuild from 'esbuild';
import {inkAtOnce} from './lib/ink-at-once.mjs';
import {lazyRequires} from './lib/lazy-requires.mjs';
import {root} from './lib/root.mjs';

const dist = join(root, 'dist');
const commands = readdirSync(join(root, 'src/commands')).map((file) => file.replace(/\.tsx?$/, ''));

const common = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node22.19',
  format: 'cjs',
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay as they are: a stack trace under --debug should be readable.
  minifyIdentifiers: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  external: ['typescript'],
  // `import()` of a file apart becomes a `require`, which bin/start.js answers from the code cache.
  supported: {'dynamic-import': false},
};

const apart = {
  name: 'apart',
  setup(build) {
    for (const {file, packages} of APART) {
      const filter = new RegExp(`^(${packages.join('|')})(/|$)`);
      build.onResolve({filter}, () => ({path: `./${file}`, external: true}));
    }
  },
};

const lazyOclif = {
  name: 'lazy-oclif',
  setup(build) {
    build.onLoad({filter: /@oclif[/\\]core[/\\]lib[/\\].*\.js$/}, ({path}) => {
      const code = readFileSync(path, 'utf8');
      // bin/start.js looks at the Node version, and does not need semver for it.
      return {contents: lazyRequires(code.replace(/^checkNodeVersion\(\);$/m, ''), path), loader: 'js'};
    });
  },
};

/** client-node does not say that its files only declare things; said here, what is not used is left out. */
const noSideEffects = {
  name: 'no-side-effects',
  setup(build) {
    build.onResolve({filter: /^\.\.?\//}, async ({path, importer, kind, resolveDir, pluginData}) => {
      if (pluginData === 'seen' || !/@kubernetes[/\\]client-node/.test(importer)) return undefined;
      const found = await build.resolve(path, {kind, importer, resolveDir, pluginData: 'seen'});
      return {...found, sideEffects: false};
    });
  },
};

/** client-node brings these in at its head and uses them in corners that we rarely or never reach. */
const RARELY_USED = ['undici', 'js-yaml', 'socks', 'socks-proxy-agent', 'jsonpath-plus', 'openid-client', 'hpagent'];
/** Parts of Node that take milliseconds to come up. */
const HEAVY_BUILTINS = ['node:child_process', 'node:crypto', 'node:http', 'node:https', 'node:net', 'node:tls'];

/** Puts getters before what these files import at their heads, so that it is brought in when used. */
const whenUsed = (names, importers) => ({
  name: 'when-used',
  setup(build) {
    build.onResolve({filter: new RegExp(`^(${names.join('|')})$`)}, ({path, importer}) =>
      importers.test(importer) ? {path, namespace: 'when-used'} : undefined,
    );
    build.onLoad({filter: /.*/, namespace: 'when-used'}, async ({path}) => {
      const exported = Object.keys(await import(path)).filter(
        (name) => /^[A-Za-z]\w*$/.test(name) && name !== 'default',
      );
      const getters = exported.map((name) => `get ${name}() { return require('${path}').${name}; }`);
      return {contents: `module.exports = {__esModule: true, ${getters.join(', ')}};`, resolveDir: root};
    });
  },
});

/** oclif asks whether this is WSL, which takes a look around the machine, to name the platform in `--version`. */
const noWsl = {
  name: 'no-wsl',
  setup(build) {
    build.onResolve({filter: /^wsl-utils$/}, ({path}) => ({path, namespace: 'no-wsl'}));
    build.onLoad({filter: /.*/, namespace: 'no-wsl'}, () => ({contents: 'export const isWsl = false;'}));
  },
};

/** Files of their own, and the packages whose imports lead there. */
const APART = [
  {
    file: 'client-node.cjs',
    packages: ['@kubernetes/client-node'],
    options: {plugins: [whenUsed(RARELY_USED, /@kubernetes[/\\]client-node/), noSideEffects]},
  },
  {
    file: 'ink.cjs',
    packages: ['ink', 'react'],
    options: {plugins: [inkAtOnce], define: {'process.env.NODE_ENV': '"production"'}},
  },
];

/** What sources take from a package, types left out, as exports: only this goes into its file. */
function exportsUsed(name) {
  const from = `'(${name}(?:/[^']*)?)'`;
  const uses = new RegExp(`import \\{([^{}]*)\\} from ${from}|\\{([^{}]*)\\} = await import\\(${from}\\)`, 'g');
  const files = readdirSync(join(root, 'src'), {recursive: true}).filter((file) => /\.tsx?$/.test(file));
  const lines = files
    .flatMap((file) => [...readFileSync(join(root, 'src', file), 'utf8').matchAll(uses)])
    .flatMap(([, eager, place = '', lazy, lazyPlace]) =>
      (eager ?? lazy)
        .split(',')
        .map((one) => one.trim().split(/ as |:/)[0])
        .filter((one) => one !== '' && !one.startsWith('type '))
        .map((one) => `export {${one}} from '${place || lazyPlace}';`),
    );
  return [...new Set(lines)].sort().join('\n');
}

const built = new Map();
const inputs = new Set();

async function bundle(name, options) {
  // esbuild has said what is wrong; where it says so in its own code helps nobody.
  const {outputFiles, metafile} = await esbuild.build({...common, ...options}).catch(() => process.exit(1));
  const {text} = outputFiles[0];
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  // bin/start.js reads this line: a code cache must never outlive its code, and there is one for each command.
  built.set(name, `// ${[hash, ...commands].join(' ')}\n${text}`);
  for (const file of Object.keys(metafile.inputs)) inputs.add(file);
}

/** Most licences ask to go along with the code, also when it is bundled. */
function licences(files) {
  const folders = new Set(files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  return [...folders].sort().map((folder) => {
    const {name, version, license} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
}

await bundle('kdiag.cjs', {
  stdin: {
    contents: `export {main} from './src/start/main.ts'; import {classes} from './src/start/main.ts';
      Object.defineProperty(module.exports, 'COMMANDS', {enumerable: true, get: classes});`,
    resolveDir: root,
    loader: 'ts',
  },
  plugins: [apart, lazyOclif, noWsl, whenUsed(HEAVY_BUILTINS, /[/\\]src[/\\]/)],
});
for (const {file, packages, options} of APART) {
  await bundle(file, {stdin: {contents: packages.map(exportsUsed).join('\n'), resolveDir: root}, ...options});
}
built.set('LICENSES.txt', licences([...inputs]).join(`\n${'-'.repeat(80)}\n\n`));

// Only now: a build that fails leaves the one before it.
rmSync(dist, {recursive: true, force: true});
mkdirSync(dist);
for (const [name, text] of built) writeFileSync(join(dist, name), text);
