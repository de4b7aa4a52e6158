import {UserError} from '../../model/failure.ts';

/** A bundle that cannot be read: exit code 3, one sentence of what and why, one of what to do. */
export const refusal = (message: string, hint?: string, cause?: unknown): UserError =>
  new UserError(message, hint, {exit: 3, cause});

export const CAPTURE_AGAIN = 'Ask for it again, or capture a new one with kdiag capture -o FILE.tar.zst.';
export const NOT_OURS = 'Give --from a file or directory that kdiag capture has written.';

/** A name out of a hostile archive, fit to stand in a sentence: nothing that moves a cursor, and not long. */
export function quoted(name: string): string {
  const printable = name.replaceAll(/[^\u0020-\u007e]/g, '?');
  return `"${printable.length > 80 ? `${printable.slice(0, 77)}...` : printable}"`;
}

const FILE_TROUBLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is not a directory',
  EISDIR: 'it is a directory',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its path goes through a circle of symbolic links',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
};

/** What is wrong with a file, in words; undefined for an error that is not the file system's. */
export function fileTrouble(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? undefined : FILE_TROUBLE[code];
}
