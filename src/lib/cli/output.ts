import {writeFileSync} from 'node:fs';
import {UserError} from '../model/failure.ts';

/** One `-o` value: a format, and a file where it does not go to stdout. */
export interface Output {
  readonly format: string;
  readonly file: string | undefined;
}

/** `-o text -o junit=report.xml`: any number of formats into files, at most one to stdout. */
export function outputs(typed: readonly string[], known: readonly string[]): readonly Output[] {
  const all = typed.map((one) => {
    const [format = '', ...file] = one.split('=');
    if (!known.includes(format))
      throw new UserError(
        `"${format}" is no output format`,
        `Formats are ${known.join(', ')}; FORMAT=FILE writes to a file.`,
      );
    return {format, file: file.length === 0 ? undefined : file.join('=')};
  });
  if (all.some(({file}) => file === ''))
    throw new UserError('-o FORMAT= lacks its file', 'Write it like -o junit=report.xml.');
  if (all.filter(({file}) => file === undefined).length > 1)
    throw new UserError(
      'two formats cannot both go to stdout',
      'Give all but one a file: -o text -o junit=report.xml.',
    );
  return all;
}

/** Whole or not at all: the answer is complete when this is called. */
export function writeFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(
      `cannot write ${file}: ${reason(error)}`,
      'Choose a file in a directory that exists and that you may write to.',
      {exit: 3, cause: error},
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
};

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
