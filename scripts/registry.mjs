// "The folder is the registry": writes the lists that the shipped bundle needs in place of reading folders.
// They are checked in, so that editors and tsc see them, and compared by `npm test`, so that they cannot drift.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import * as prettier from 'prettier';
import {root} from './lib/root.mjs';

const HEAD = '// Written by `npm run generate` from the files of this folder. Do not edit: add a file.\n';

/** Names of the members of a folder, sorted; `_helper.ts` and the list itself are not members. */
function members(folder) {
  return readdirSync(join(root, folder), {withFileTypes: true, recursive: true})
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.startsWith('_'))
    .map((entry) => relative(join(root, folder), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => file !== 'index.ts')
    .sort();
}

const nameOf = (file) => file.replace(/\.tsx?$/, '');
const variable = (file) => nameOf(file).replace(/[^a-z0-9]+(.)/gi, (_, next) => next.toUpperCase());
const imports = (files) => files.map((file) => `import ${variable(file)} from './${file}';\n`).join('');
const lazy = (files, from, key) => files.map((file) => `'${key(file)}': () => import('${from}/${file}'),`).join('\n');

/** Topics are folders: `top/nodes.ts` is the command `top:nodes`, `top/index.ts` is `top` itself. */
const commandId = (file) =>
  nameOf(file)
    .replace(/\/index$/, '')
    .replaceAll('/', ':');

/** A folder inside a folder is a registry of its own. */
const isOnTop = (file) => !file.includes('/');

const REGISTRIES = [
  {
    folder: 'src/lib/rules',
    file: 'src/lib/rules/index.ts',
    text: (files) => `import type {Rule} from '../model/rule.ts';
      ${imports(files)}
      /** Every rule by its name, which is its file's name. */
      export const rules: Readonly<Record<string, Rule>> = {
        ${files.map((file) => `'${nameOf(file)}': ${variable(file)},`).join('\n')}
      };`,
  },
  {
    folder: 'src/lib/patterns',
    file: 'src/lib/patterns/index.ts',
    text: (files) => `import type {Pattern} from '../model/pattern.ts';
      ${imports(files)}
      /** Every log line that we understand. */
      export const patterns: readonly Pattern[] = [${files.map((file) => `...${variable(file)}`).join(', ')}];`,
  },
  {
    folder: 'src/lib/formats',
    file: 'src/lib/formats/index.ts',
    text: (files) => `/** Every value of \`--output\` where the answer is a report, loaded when it is asked for. */
      export const formats = {\n${lazy(files.filter(isOnTop), '.', nameOf)}\n};`,
  },
  {
    folder: 'src/lib/formats/listing',
    file: 'src/lib/formats/listing/index.ts',
    text: (files) => `import type {ListingFormat} from './_format.ts';

      /** Every value of \`--output\` where the answer is a listing, loaded when it is asked for. */
      export const listingFormats: Readonly<Record<string, () => Promise<{readonly default: ListingFormat}>>> = {\n${lazy(files, '.', nameOf)}\n};`,
  },
  {
    folder: 'src/lib/formats/entries',
    file: 'src/lib/formats/entries/index.ts',
    text: (files) => `import type {EntryFormat} from './_format.ts';

      /** Every value of \`--output\` where the answer is a stream of log entries, loaded when it is asked for. */
      export const entryFormats: Readonly<Record<string, () => Promise<{readonly default: EntryFormat}>>> = {\n${lazy(files, '.', nameOf)}\n};`,
  },
  {
    folder: 'src/lib/sinks',
    file: 'src/lib/sinks/index.ts',
    text: (files) => `import type {SinkType} from '../model/sink.ts';

      /** Every kind of place that things can be sent to, loaded when an address names it. */
      export const sinks: Readonly<Record<string, () => Promise<{readonly default: SinkType}>>> = {\n${lazy(files, '.', nameOf)}\n};`,
  },
  {
    folder: 'src/commands',
    file: 'src/start/commands.ts',
    text: (files) => `import type {CommandLoader} from './types.ts';

      /** Every command by its id (\`top:nodes\` is \`kdiag top nodes\`), loaded when it is called. */
      export const commands: Readonly<Record<string, CommandLoader>> = {\n${lazy(files, '../commands', commandId)}\n};`,
  },
];

/** Texts of all generated lists by path. */
export async function registries() {
  const style = await prettier.resolveConfig(join(root, 'package.json'));
  const texts = REGISTRIES.map(async ({folder, file, text}) => [
    file,
    await prettier.format(HEAD + text(members(folder)), {...style, parser: 'typescript'}),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

function read(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}

/** Paths of lists that differ from their folders. */
export async function stale() {
  return Object.entries(await registries()).filter(([file, text]) => read(file) !== text);
}

if (process.argv[1] === import.meta.filename) {
  const differing = await stale();
  if (process.argv.includes('--check')) {
    for (const [file] of differing) console.error(`${file} does not match its folder: run \`npm run generate\``);
    process.exitCode = differing.length === 0 ? 0 : 1;
  } else {
    for (const [file, text] of differing) {
      writeFileSync(join(root, file), text);
      console.error(`wrote ${file}`);
    }
  }
}
