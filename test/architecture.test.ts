import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import {describe, expect, it} from 'vitest';

const manifest = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package.json'), 'utf8')) as {
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/** docs/architecture.md, "Who may look at whom", as data: rooms, and packages by what their names begin with. */
const MAY: Readonly<Record<string, {readonly rooms: readonly string[]; readonly packages: readonly string[]}>> = {
  model: {rooms: [], packages: []},
  parse: {rooms: ['model'], packages: ['yaml', '@prometheus-io/lezer-promql', '@lezer/common']},
  sources: {rooms: ['model', 'parse'], packages: ['@kubernetes/client-node', 'tar-stream', 'yaml', 'node:']},
  stores: {rooms: ['model', 'parse'], packages: ['node:']},
  // One client library each, imported when a sink is opened; all of them are optional dependencies.
  sinks: {rooms: ['model', 'parse', 'stores'], packages: ['node:', ...Object.keys(manifest.peerDependencies)]},
  patterns: {rooms: ['model', 'parse'], packages: []},
  // A rule that reports recognised lines as they are takes their meaning and advice from the pattern's row.
  rules: {rooms: ['model', 'parse', 'patterns'], packages: []},
  diagnose: {rooms: ['model'], packages: []},
  views: {rooms: ['model'], packages: []},
  queries: {rooms: ['model', 'parse', 'diagnose', 'patterns'], packages: []},
  // A format is told what to paint by a view, and must be able to name the type of what it is given.
  formats: {rooms: ['views', 'parse', 'model'], packages: ['chalk', 'cli-table3', 'yaml']},
  // What is on screen is laid out and saved as the formats do it; only colours and the terminal are the room's own.
  tui: {rooms: ['model', 'parse', 'queries', 'views', 'formats'], packages: ['ink', 'react']},
  cli: {rooms: ['model', 'parse', 'views', 'formats'], packages: ['@oclif/core', 'node:fs', 'node:path']},
  commands: {
    rooms: [
      'model',
      'parse',
      'sources',
      'stores',
      'sinks',
      'patterns',
      'rules',
      'diagnose',
      'views',
      'queries',
      'formats',
      'tui',
      'cli',
    ],
    packages: ['@oclif/core'],
  },
  start: {rooms: ['commands', 'parse'], packages: ['@oclif/core', 'node:fs', 'node:path', 'node:v8']},
};

/** Rooms that may read and steer the process; everything else is given what it needs. */
const PROCESS = ['cli', 'start'];
/** Where "now" comes from. */
const CLOCK = 'src/lib/sources/live';
const LINES_AT_MOST = 300;

const root = path.resolve(import.meta.dirname, '..');

interface Source {
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

const sources: readonly Source[] = readdirSync(path.join(root, 'src'), {recursive: true, encoding: 'utf8'})
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => {
    const file = path.posix.join('src', name);
    const text = readFileSync(path.join(root, file), 'utf8');
    return {file, room: roomOf(file), text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)};
  });

/** `src/lib/<room>/…`, `src/lib/<room>.ts`, `src/<room>/…` */
function roomOf(file: string): string {
  const [, first = '', second = ''] = file.split('/');
  return first === 'lib' ? second.replace(/\.ts$/, '') : first;
}

/** All imports of a file that are not its own room's, as what they would need to be allowed. */
function importsOf({file, room, text}: Source): ReadonlyArray<{readonly room?: string; readonly name: string}> {
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({fileName: name}) => {
    if (!name.startsWith('.')) return [{name}];
    const target = roomOf(path.posix.join(path.posix.dirname(file), name));
    return target === room ? [] : [{name, room: target}];
  });
}

function isAllowed(from: string, one: {readonly room?: string; readonly name: string}): boolean {
  const may = MAY[from];
  if (may === undefined) return false;
  if (one.room !== undefined) return may.rooms.includes(one.room);
  return may.packages.some((name) => one.name === name || one.name.startsWith(name.endsWith(':') ? name : `${name}/`));
}

/** Lines on which a node of this shape stands. */
function linesWith({file, tree}: Source, isIt: (node: ts.Node) => boolean): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isIt(node)) found.push(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const isProcess = (node: ts.Node): boolean =>
  ((ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
    node.expression.getText() === 'process') ||
  (ts.isImportDeclaration(node) && /^['"](node:)?process['"]$/.test(node.moduleSpecifier.getText()));

const isClock = (node: ts.Node): boolean =>
  (ts.isCallExpression(node) && node.expression.getText() === 'Date.now') ||
  (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0);

describe('architecture', () => {
  it.each(Object.keys(MAY))('%s imports only what it may', (room) => {
    const wrong = sources
      .filter((source) => source.room === room)
      .flatMap((source) =>
        importsOf(source)
          .filter((one) => !isAllowed(room, one))
          .map(({name}) => `${source.file} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('has no room that the table does not know', () => {
    expect(sources.filter(({room}) => MAY[room] === undefined).map(({file}) => file)).toEqual([]);
  });

  it('reads and steers the process only at the rim', () => {
    const inside = sources.filter(({room}) => !PROCESS.includes(room));
    expect(inside.flatMap((source) => linesWith(source, isProcess))).toEqual([]);
  });

  it('takes the time from the source', () => {
    const others = sources.filter(({file}) => !file.startsWith(CLOCK));
    expect(others.flatMap((source) => linesWith(source, isClock))).toEqual([]);
  });

  it(`has no file over ${LINES_AT_MOST} lines`, () => {
    const long = sources.filter(({text}) => text.split('\n').length - 1 > LINES_AT_MOST);
    expect(long.map(({file}) => file)).toEqual([]);
  });

  it('has a test for every rule', () => {
    const rules = sources
      .map(({file}) => /^src\/lib\/rules\/([^_].*)\.ts$/.exec(file)?.[1])
      .filter((name) => name !== undefined && name !== 'index');
    const untested = rules.filter((name) => !existsSync(path.join(root, `test/lib/rules/${name}.test.ts`)));
    expect(untested).toEqual([]);
  });
});
