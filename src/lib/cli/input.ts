import {createReadStream, statSync} from 'node:fs';
import {UserError} from '../model/failure.ts';

/** Large pieces: a log of gigabytes is read in few steps. */
const PIECE = 256 * 1024;

/** What is piped in. A person at a terminal is told that we wait. */
export function standardInput(remark: (text: string) => void): AsyncIterable<Buffer> {
  if (process.stdin.isTTY) remark('Reading from the terminal; Ctrl-D ends it.');
  return process.stdin;
}

/** A file by pieces, and when it was last written: what dates stamps without a year. */
export function fileInput(file: string): {readonly chunks: AsyncIterable<Buffer>; readonly writtenAt: Date} {
  try {
    const status = statSync(file);
    if (status.isDirectory()) throw new UserError(`${file} is a directory`, 'Name a file of it.');
    return {chunks: createReadStream(file, {highWaterMark: PIECE}), writtenAt: status.mtime};
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be read: ${reason(error)}`, 'Look for a typing error.', {cause: error});
  }
}

const reason = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'permission denied' : String(error);
};
