import {type FileHandle, open as openFile, rename, rm} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {UserError} from '../model/failure.ts';
import {type Parcel, type Sink, type SinkType, Undelivered} from '../model/sink.ts';
import {quantity} from '../parse/quantity.ts';
import {lineOf} from './_parcel.ts';

const FILES = 5;
const SIZE = '100Mi';

/** Lines of JSON in a file that is begun anew when it is full; the ones before it are FILE.1, FILE.2 and so on. */
export default {
  schemes: ['file'],
  title: 'a file of JSON lines, with rotation',
  example: 'file:events.ndjson?size=100Mi&files=5',
  takes: ['event', 'log', 'sample'],
  options: {
    size: {shows: `begin anew at this size (${SIZE})`},
    files: {shows: `how many of them are kept (${FILES})`},
  },
  batch: 1000,
  open: (address, options) => {
    const limit = {size: sizeOf(options['size'] ?? SIZE), files: countOf(options['files'] ?? String(FILES))};
    return Promise.resolve(new RotatedFile(fileURLToPath(address), limit));
  },
} satisfies SinkType;

interface Limit {
  readonly size: number;
  readonly files: number;
}

class RotatedFile implements Sink {
  readonly #path: string;
  readonly #limit: Limit;
  #file: FileHandle | undefined;
  #size = 0;

  constructor(path: string, limit: Limit) {
    [this.#path, this.#limit] = [path, limit];
  }

  async send(parcels: readonly Parcel[]): Promise<void> {
    const text = Buffer.from(parcels.map((one) => `${lineOf(one)}\n`).join(''));
    try {
      let file = (this.#file ??= await this.#opened());
      if (this.#size > 0 && this.#size + text.length > this.#limit.size) file = await this.#rotated();
      await file.appendFile(text);
      this.#size += text.length;
    } catch (error) {
      throw inWords(error);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  /** Events tell of what runs where: nobody but the owner reads them. */
  async #opened(): Promise<FileHandle> {
    const file = await openFile(this.#path, 'a', 0o600);
    this.#size = (await file.stat()).size;
    return file;
  }

  async #rotated(): Promise<FileHandle> {
    await this.close();
    const {files} = this.#limit;
    await rm(nth(this.#path, files - 1), {force: true});
    for (let at = files - 2; at >= 0; at--) await rename(nth(this.#path, at), nth(this.#path, at + 1)).catch(absent);
    return (this.#file = await this.#opened());
  }
}

const nth = (path: string, at: number): string => (at === 0 ? path : `${path}.${at}`);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

function absent(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'it may not be written',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

const inWords = (error: unknown): Undelivered =>
  new Undelivered(WORDS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error)), {cause: error});

function sizeOf(text: string): number {
  const size = quantity(text);
  if (size === undefined || size < 1) throw new UserError(`size=${text} is not a size`, 'Write it like 100Mi.');
  return size;
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UserError(`files=${text} is not a number of files`, 'Write it like 5.');
  return Number(text);
}
