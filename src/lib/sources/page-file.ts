import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import {UserError} from '../model/failure.ts';
import {fileTrouble} from './bundle/refusal.ts';

/** A page of a big node has a few megabytes. */
const BYTES_AT_MOST = 256 * 1024 * 1024;

const unzipped = promisify(gunzip);

/** Text of a saved page, unpacked where it is gzipped; `-` is standard input. Throws a UserError in words. */
export async function pageFile(path: string): Promise<string> {
  try {
    const bytes = await readFile(path === '-' ? (0 as unknown as string) : path);
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (isPacked ? await unzipped(bytes, {maxOutputLength: BYTES_AT_MOST}) : bytes).toString('utf8');
  } catch (error) {
    const why = fileTrouble(error) ?? 'it cannot be unpacked';
    throw new UserError(`${path} cannot be read: ${why}`, 'Give --file the path of a saved page.', {
      exit: 3,
      cause: error,
    });
  }
}
