import type {LogOptions} from '../../model/source.ts';

/**
 * The part of a log that the API server would send: the last `tail` lines, and of those the first `limitBytes`
 * bytes. A recorded log is longer than what was asked for, so that others can ask for more of it later.
 */
export function logWindow(text: string, {tail, limitBytes}: Pick<LogOptions, 'tail' | 'limitBytes'>): string {
  const lines = lastLines(text, tail);
  if (limitBytes === undefined || Buffer.byteLength(lines) <= limitBytes) return lines;
  return Buffer.from(lines)
    .subarray(0, limitBytes)
    .toString('utf8')
    .replace(/\ufffd$/, '');
}

function lastLines(text: string, count: number): string {
  let at = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let left = count; left > 0; left -= 1) {
    if (at <= 0) return text;
    at = text.lastIndexOf('\n', at - 1);
    if (at === -1) return text;
  }
  return text.slice(at + 1);
}

/** Whole lines from the end, in at most so many bytes. */
export function lastBytes(text: string, count: number): {readonly text: string; readonly isCut: boolean} {
  if (Buffer.byteLength(text) <= count) return {text, isCut: false};
  const bytes = Buffer.from(text);
  const from = bytes.indexOf(10, bytes.length - count - 1);
  return {text: from === -1 ? '' : bytes.subarray(from + 1).toString('utf8'), isCut: true};
}
