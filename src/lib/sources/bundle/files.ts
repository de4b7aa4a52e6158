import {lstat, readdir, readFile, realpath, stat} from 'node:fs/promises';
import {join, sep} from 'node:path';
import {fileTrouble, quoted, refusal} from './refusal.ts';

/** The files of a bundle, by their path in it with `/` between steps. */
export interface BundleFiles {
  readonly names: readonly string[];
  has(path: string): boolean;
  /** Undefined when there is no such file. */
  bytes(path: string): Promise<Buffer | undefined>;
}

/** What a bundle may be. Generous for a cluster of 5,000 nodes, and far below what would take a machine down. */
export const LIMITS = {
  totalBytes: 1024 ** 3,
  fileBytes: 128 * 1024 ** 2,
  entries: 200_000,
  /** Unpacked bytes per packed byte, judged once there are enough of them: logs of one repeated line reach some 200. */
  ratio: 1000,
  ratioFrom: 64 * 1024 ** 2,
  depth: 32,
  nameLength: 1024,
} as const;
export type Limits = {readonly [K in keyof typeof LIMITS]: number};

const MIB = 1024 ** 2;

/** Keeps count of what a bundle unpacks to, and refuses it once it is more than any real one. */
export function counter(path: string, limits: Limits): {file(name: string, bytes: number): void; entry(): void} {
  let total = 0;
  let entries = 0;
  const tooMuch = (what: string): Error =>
    refusal(
      `${path} is not read: ${what}`,
      'A bundle of kdiag is smaller; if this one is genuine, unpack it and remove what is not needed.',
    );
  return {
    file: (name, bytes) => {
      if (bytes > limits.fileBytes)
        throw tooMuch(`${quoted(name)} in it is larger than ${Math.floor(limits.fileBytes / MIB)} MiB`);
      total += bytes;
      if (total > limits.totalBytes)
        throw tooMuch(`it unpacks to more than ${Math.floor(limits.totalBytes / MIB)} MiB`);
    },
    entry: () => {
      entries += 1;
      if (entries > limits.entries) throw tooMuch(`it has more than ${limits.entries} entries`);
    },
  };
}

/** A bundle that was unpacked, or written as a directory. Files are read when they are asked for. */
export async function directoryFiles(path: string, limits: Limits = LIMITS): Promise<BundleFiles> {
  const root = await realpath(path);
  const sizes = new Map<string, string>();
  const count = counter(path, limits);
  const visit = async (inside: string, depth: number): Promise<void> => {
    if (depth > limits.depth)
      throw refusal(
        `${path} is not read: its directories are nested more than ${limits.depth} deep`,
        'Give --from a directory that kdiag capture has written.',
      );
    for (const entry of (await readdir(join(root, inside), {withFileTypes: true})).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      count.entry();
      const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) await visit(name, depth + 1);
      else sizes.set(name, await plainFile(path, root, name, count));
    }
  };
  await visit('', 0).catch((error: unknown) => {
    const trouble = fileTrouble(error);
    throw trouble === undefined
      ? error
      : refusal(`${path} cannot be read: ${trouble}`, 'Make its files readable for you.', error);
  });
  return {
    names: [...sizes.keys()],
    has: (name) => sizes.has(name),
    bytes: async (name) => {
      const at = sizes.get(name);
      return at === undefined ? undefined : readFile(at);
    },
  };
}

/** The real place of a file that may be read: a regular one, inside the bundle, small enough. */
async function plainFile(path: string, root: string, name: string, count: ReturnType<typeof counter>): Promise<string> {
  const here = join(root, name);
  const isLink = (await lstat(here)).isSymbolicLink();
  const real = isLink ? await realpath(here).catch(() => undefined) : here;
  if (real?.startsWith(root + sep) !== true) {
    throw refusal(
      `${path} is not read: ${quoted(name)} in it is a symbolic link that leads outside`,
      'Remove the link, or put the file it means in its place.',
    );
  }
  const info = await stat(real);
  if (!info.isFile())
    throw refusal(
      `${path} is not read: ${quoted(name)} in it is not a plain file`,
      'Remove it: a bundle has only plain files and directories.',
    );
  count.file(name, info.size);
  return real;
}
