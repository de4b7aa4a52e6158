import type {Entry} from '../../model/entry.ts';
import {lineReader} from '../../parse/lines/reader.ts';

const NEWLINE = 10;
const RETURN = 13;
/** A line that goes on for longer is cut into pieces of this size, none of which is lost. */
const LINE_AT_MOST = 16 * 1024 * 1024;

/** Entries of any text as it comes: bytes that are no UTF-8 become U+FFFD. `now` dates stamps without a year. */
export async function* entriesIn(chunks: AsyncIterable<Buffer>, now: Date): AsyncGenerator<readonly Entry[]> {
  const reader = lineReader(now);
  for await (const lines of linesIn(chunks)) {
    const done = lines.flatMap((line) => reader.push(line));
    if (done.length > 0) yield done;
  }
  const rest = reader.flush();
  if (rest.length > 0) yield rest;
}

/** The lines that each chunk completes, without their ends. */
export async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let rest: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const tail = chunk.subarray(from, end);
      lines.push(lineOf(size === 0 ? tail : Buffer.concat([...rest, tail])));
      [rest, size, from] = [[], 0, end + 1];
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
      size += chunk.length - from;
    }
    if (size > LINE_AT_MOST) {
      lines.push(lineOf(Buffer.concat(rest)));
      [rest, size] = [[], 0];
    }
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [lineOf(Buffer.concat(rest))];
}

const lineOf = (bytes: Buffer): string =>
  bytes.toString('utf8', 0, bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length);
