import {createReadStream, createWriteStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {constants, createGzip, createZstdCompress} from 'node:zlib';
import {pack} from 'tar-stream';
import type {Packing} from './target.ts';

const compressors = {
  // The checksum lets a reader tell a damaged bundle from a strange one.
  zstd: () => [createZstdCompress({params: {[constants.ZSTD_c_checksumFlag]: 1}})],
  gzip: () => [createGzip()],
  tar: () => [],
} as const;

/** What a compressor writes depends on how its input is cut, and how a disk is read depends on the moment. */
const CHUNK = 128 * 1024;

async function* evenly(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < CHUNK) continue;
    const whole = Buffer.concat(waiting);
    const even = size - (size % CHUNK);
    for (let at = 0; at < even; at += CHUNK) yield whole.subarray(at, at + CHUNK);
    waiting = [whole.subarray(even)];
    size -= even;
  }
  yield Buffer.concat(waiting);
}

/** Files of a directory as one archive. Equal files give an equal archive: sorted, of one time, of no one's. */
export async function packFiles(
  from: string,
  names: readonly string[],
  mtime: Date,
  to: string,
  packing: Exclude<Packing, 'directory'>,
): Promise<void> {
  const tar = pack();
  const out = pipeline([tar, evenly, ...compressors[packing](), createWriteStream(to, {mode: 0o600})] as never);
  const fill = async (): Promise<void> => {
    for (const name of [...names].sort()) {
      const path = join(from, name);
      const {size} = await stat(path);
      await pipeline(createReadStream(path), tar.entry({name, size, mtime, mode: 0o644, uid: 0, gid: 0}));
    }
    tar.finalize();
  };
  await Promise.all([
    out,
    fill().catch((error: unknown) => {
      tar.destroy(error as Error);
      throw error;
    }),
  ]);
}
