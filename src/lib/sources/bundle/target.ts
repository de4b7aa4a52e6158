import {randomBytes} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, open, rename, rm} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {UserError} from '../../model/failure.ts';
import {MANIFEST} from './layout.ts';
import {fileTrouble} from './refusal.ts';

export type Packing = 'zstd' | 'gzip' | 'tar' | 'directory';

const ENDINGS: ReadonlyArray<readonly [RegExp, Packing]> = [
  [/\.(?:tar\.zst|tzst)$/i, 'zstd'],
  [/\.(?:tar\.gz|tgz)$/i, 'gzip'],
  [/\.tar$/i, 'tar'],
];
/** A directory may have dots in its name; these endings promise something else. */
const NEITHER = /\.(?:zip|7z|rar|xz|bz2|zst|gz|json|ya?ml|txt|ndjson|log)$/i;

/** What kind of bundle the name asks for. */
export function packingFor(path: string): Packing {
  const found = ENDINGS.find(([ending]) => ending.test(path))?.[1];
  if (found !== undefined) return found;
  if (NEITHER.test(path))
    throw new UserError(
      `${path} does not end like a bundle`,
      'Write it as NAME.tar.zst, NAME.tar.gz, NAME.tar, or a directory.',
    );
  return 'directory';
}

/** Where a bundle will stand, and where it grows until then: beside it, on the same disk, under a name nobody takes for it. */
export interface Target {
  readonly path: string;
  readonly packing: Packing;
  /** A directory for everything that is not finished. */
  readonly part: string;
  /** The bundle's files. */
  readonly files: string;
}

export async function openTarget(path: string, isForced: boolean): Promise<Target> {
  const packing = packingFor(path);
  refuseExisting(path, packing, isForced);
  const whole = resolve(path);
  const part = join(dirname(whole), `.${basename(whole)}.${randomBytes(4).toString('hex')}.part`);
  const files = join(part, 'files');
  await written(path, async () => {
    await mkdir(part, {mode: 0o700});
    await mkdir(files, {mode: 0o755});
  });
  return {path, packing, part, files};
}

function refuseExisting(path: string, packing: Packing, isForced: boolean): void {
  if (!existsSync(path)) return;
  if (!isForced)
    throw new UserError(`${path} exists already`, 'Choose another name, or replace it with --force.', {exit: 3});
  // --force replaces a bundle by a bundle; it must not be what empties someone's home directory.
  if (packing === 'directory' && !existsSync(join(path, MANIFEST)))
    throw new UserError(`${path} exists and is not a bundle, so it is not replaced`, 'Choose another name.', {exit: 3});
}

/** Gives the finished bundle its name, in one step; what stood there before goes only then. */
export async function publish({path, packing, part, files}: Target, archive: string, isForced: boolean): Promise<void> {
  await written(path, async () => {
    refuseExisting(path, packing, isForced);
    await sync(packing === 'directory' ? join(files, MANIFEST) : archive);
    if (packing === 'directory' && existsSync(path)) await rename(path, join(part, 'replaced'));
    await rename(packing === 'directory' ? files : archive, path);
    await sync(dirname(resolve(path))).catch(() => undefined);
    await rm(part, {recursive: true, force: true});
  });
}

async function sync(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Runs a step of writing; what the file system refuses becomes a sentence about the target. */
export async function written<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const trouble = fileTrouble(error);
    if (trouble === undefined) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UserError(
      `${path} cannot be written: ${isMissing ? `there is no directory ${dirname(path)}` : trouble}`,
      'Choose another place with -o.',
      {exit: 3, cause: error},
    );
  }
}
