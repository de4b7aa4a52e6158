import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../../model/failure.ts';
import {codeOf, type Fields, fieldsOf, listOf, messageOf, wordOf} from './fields.ts';
import type {ConnectOptions} from './options.ts';

type Entries = ReadonlyMap<string, Fields>;

/** One kubeconfig, or several merged as kubectl merges them. */
export interface Kubeconfig {
  /** Those that exist. */
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly contexts: Entries;
  readonly clusters: Entries;
  readonly users: Entries;
}

/** Reads what --kubeconfig, $KUBECONFIG or ~/.kube/config name. Only a file asked for by flag must exist, as in kubectl. */
export async function loadKubeconfig(options: ConnectOptions): Promise<Kubeconfig> {
  const {kubeconfig, env} = options;
  if (kubeconfig !== undefined && kubeconfig !== '') return merge([await readOne(kubeconfig)]);
  const found = await Promise.all(defaultFiles(env).map((file) => readIfThere(file)));
  return merge(found.filter((one) => one !== undefined));
}

function defaultFiles(env: ConnectOptions['env']): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(path.delimiter).filter((file) => file !== '');
  if (listed.length > 0) return listed;
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home === undefined || home === '' ? [] : [path.join(home, '.kube', 'config')];
}

async function readIfThere(file: string): Promise<Kubeconfig | undefined> {
  try {
    return await readOne(file);
  } catch (error) {
    if (error instanceof UserError && codeOf(error.cause) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readOne(file: string): Promise<Kubeconfig> {
  const raw = fieldsOf(await parse(await contents(file), file));
  const kind = wordOf(raw['kind']);
  if (kind !== undefined && kind !== 'Config') throw malformed(file, `it is a ${kind}, not a Config`);
  const folder = path.dirname(path.resolve(file));
  return {
    files: [file],
    currentContext: wordOf(raw['current-context']),
    contexts: entries(raw, 'context', file, (one) => one),
    clusters: entries(raw, 'cluster', file, (one) => absolute(one, ['certificate-authority'], folder)),
    users: entries(raw, 'user', file, (one) =>
      withCommand(absolute(one, ['client-certificate', 'client-key', 'tokenFile'], folder), folder),
    ),
  };
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = REFUSED[codeOf(error)] ?? messageOf(error);
    throw new UserError(`The kubeconfig ${file} ${why}.`, 'Name a readable file with --kubeconfig or KUBECONFIG.', {
      exit: 3,
      cause: error,
    });
  }
}

const REFUSED: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a directory',
};

async function parse(text: string, file: string): Promise<unknown> {
  const {parseDocument} = await import('yaml');
  const document = parseDocument(text, {uniqueKeys: false, prettyErrors: false, logLevel: 'error'});
  const [error] = document.errors;
  if (error !== undefined) throw malformed(`${file}, line ${String(lineAt(text, error.pos[0]))}`, error.message, error);
  try {
    const value: unknown = document.toJS({maxAliasCount: 100});
    if (value !== null && value !== undefined && (typeof value !== 'object' || Array.isArray(value)))
      throw new Error('it holds no fields');
    return value;
  } catch (error) {
    throw malformed(file, messageOf(error), error);
  }
}

const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;

const malformed = (where: string, why: string, cause?: unknown): UserError =>
  new UserError(`The kubeconfig ${where} is malformed: ${why}.`, 'Mend it there, or name another with --kubeconfig.', {
    exit: 3,
    cause,
  });

/** The named list (`contexts`, `clusters`, `users`) of one file. A name twice in a file is an error to kubectl as well. */
function entries(
  raw: Fields,
  what: 'context' | 'cluster' | 'user',
  file: string,
  mend: (one: Fields) => Fields,
): Entries {
  const byName = new Map<string, Fields>();
  for (const item of listOf(raw[`${what}s`])) {
    const name = wordOf(fieldsOf(item)['name']);
    if (name === undefined) continue;
    if (byName.has(name)) throw malformed(file, `the ${what} ${name} is there twice`);
    byName.set(name, mend(fieldsOf(fieldsOf(item)[what])));
  }
  return byName;
}

/** Paths in a kubeconfig are relative to the folder of that file, whichever folder kdiag runs in. */
function absolute(one: Fields, keys: readonly string[], folder: string): Fields {
  const paths = keys.flatMap((key) => {
    const file = wordOf(one[key]);
    return file === undefined ? [] : [[key, path.resolve(folder, file)] as const];
  });
  return {...one, ...Object.fromEntries(paths)};
}

/** The command of a credential plugin: looked up in PATH when it is a bare name, else relative to the file. */
function withCommand(user: Fields, folder: string): Fields {
  const exec = fieldsOf(user['exec']);
  const command = wordOf(exec['command']);
  return command?.includes('/') === true ? {...user, exec: {...exec, command: path.resolve(folder, command)}} : user;
}

/** The first file to name a context, a cluster, a user or the current context wins. */
function merge(files: readonly Kubeconfig[]): Kubeconfig {
  const first = (pick: (one: Kubeconfig) => Entries): Entries =>
    new Map(files.toReversed().flatMap((one) => [...pick(one)]));
  return {
    files: files.flatMap((one) => one.files),
    currentContext: files.find((one) => one.currentContext !== undefined)?.currentContext,
    contexts: first((one) => one.contexts),
    clusters: first((one) => one.clusters),
    users: first((one) => one.users),
  };
}
