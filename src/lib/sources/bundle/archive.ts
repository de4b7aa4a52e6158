import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import {type Readable, Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip, createZstdDecompress} from 'node:zlib';
import {extract, type ExtractEvents} from 'tar-stream';
import {UserError} from '../../model/failure.ts';
import {type BundleFiles, counter, LIMITS, type Limits} from './files.ts';
import {CAPTURE_AGAIN, fileTrouble, NOT_OURS, quoted, refusal} from './refusal.ts';

type Packing = 'zstd' | 'gzip' | 'none';

/**
 * An archive, unpacked into memory as it streams by: nothing of it ever touches the disk, so a hostile one can name
 * what it likes. It is recognised by its first bytes, whatever it is called.
 */
export async function archiveFiles(path: string, limits: Limits = LIMITS): Promise<BundleFiles> {
  const packing = await packingOf(path);
  const files = new Map<string, Buffer>();
  try {
    await unpack(path, packing, files, limits);
  } catch (error) {
    throw error instanceof UserError ? error : damaged(path, error);
  }
  const found = withoutFolder(files);
  return {
    names: [...found.keys()].sort(),
    has: (name) => found.has(name),
    bytes: (name) => Promise.resolve(found.get(name)),
  };
}

async function packingOf(path: string): Promise<Packing> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(512);
    const {bytesRead} = await file.read(head, 0, 512, 0);
    if (bytesRead === 0) throw refusal(`${path} is empty`, CAPTURE_AGAIN);
    if (head.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
    if (head.readUInt16BE(0) === 0x1f8b) return 'gzip';
    if (head.toString('latin1', 257, 262) === 'ustar') return 'none';
    throw refusal(
      `${path} is ${head.toString('latin1', 0, 2) === 'PK' ? 'a zip archive' : 'not an archive'}: a bundle is a .tar.zst, .tar.gz or .tar file, or a directory`,
      NOT_OURS,
    );
  } finally {
    await file.close();
  }
}

async function unpack(path: string, packing: Packing, files: Map<string, Buffer>, limits: Limits): Promise<void> {
  const source = createReadStream(path);
  const count = counter(path, limits);
  const stages = packing === 'none' ? [] : [packing === 'zstd' ? createZstdDecompress() : createGunzip()];
  const tar = extract();
  tar.on('entry', (header, body, next) => {
    // Its error is the archive's, which the pipeline reports; unheard here it would end the process.
    body.on('error', () => undefined);
    admitted(path, header, body, files, count).then(() => next(), next);
  });
  await pipeline([source, ...stages, ratioGuard(path, source, limits), tar] as never);
}

type Header = ExtractEvents['entry'][0];
type Body = ExtractEvents['entry'][1];

/** Takes an entry in, once its name and kind are found harmless. */
async function admitted(
  path: string,
  {name: raw, type, size}: Header,
  body: Body,
  files: Map<string, Buffer>,
  count: ReturnType<typeof counter>,
): Promise<void> {
  count.entry();
  const name = safeName(path, raw);
  if (type === 'directory') {
    body.resume();
    return;
  }
  if (type !== 'file' && type !== 'contiguous-file')
    throw refusal(
      `${path} is not read: ${quoted(raw)} in it is ${KIND[type] ?? 'not a plain file'}, and a bundle has only plain files`,
      NOT_OURS,
    );
  if (files.has(name)) throw refusal(`${path} is not read: it holds ${quoted(name)} twice`, NOT_OURS);
  count.file(name, size);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  files.set(name, Buffer.concat(chunks));
}

const KIND: Readonly<Record<string, string>> = {
  symlink: 'a symbolic link',
  link: 'a hard link',
  'character-device': 'a device',
  'block-device': 'a device',
  fifo: 'a pipe',
};

function safeName(path: string, raw: string): string {
  const steps = raw.replaceAll('\\', '/').split('/');
  const isOutside =
    raw.startsWith('/') || raw.startsWith('\\') || /^[A-Za-z]:/.test(raw) || steps.includes('..') || raw.includes('\0');
  if (isOutside)
    throw refusal(
      `${path} is not read: ${quoted(raw)} in it leads outside the archive`,
      'No bundle of kdiag has such a name; do not unpack this file with other tools either.',
    );
  if (raw.length > LIMITS.nameLength || steps.length > LIMITS.depth)
    throw refusal(`${path} is not read: it has names longer or deeper than any bundle's`, NOT_OURS);
  return steps.filter((step) => step !== '' && step !== '.').join('/');
}

/** Stops an archive that unpacks to a thousand times its size. */
function ratioGuard(path: string, source: Readable & {readonly bytesRead: number}, limits: Limits): Transform {
  let unpacked = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpacked += chunk.length;
      const isBomb = unpacked > limits.ratioFrom && unpacked > limits.ratio * source.bytesRead;
      done(
        isBomb
          ? refusal(
              `${path} is not read: it unpacks to more than ${limits.ratio} times its size, as only a decompression bomb does`,
              NOT_OURS,
            )
          : null,
        chunk,
      );
    },
  });
}

function damaged(path: string, error: unknown): UserError {
  const trouble = fileTrouble(error);
  if (trouble !== undefined) return refusal(`${path} cannot be read: ${trouble}`, undefined, error);
  const message = error instanceof Error ? error.message : '';
  const isShort = /unexpected end|premature|writable stream closed/i.test(message);
  return refusal(
    isShort ? `${path} is cut short: the archive ends in the middle` : `${path} is damaged: it cannot be unpacked`,
    CAPTURE_AGAIN,
    error,
  );
}

/** `tar czf x.tgz incident/` puts all into one folder: it is left out, as long as the manifest stands in it. */
function withoutFolder(files: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> {
  if (files.has('bundle.json')) return files;
  const folders = new Set([...files.keys()].map((name) => name.slice(0, name.indexOf('/') + 1)));
  const [folder = ''] = folders;
  if (folders.size !== 1 || !files.has(`${folder}bundle.json`)) return files;
  return new Map([...files].map(([name, bytes]) => [name.slice(folder.length), bytes]));
}
