import {printable} from '../../parse/printable.ts';

/** A line of a log for a terminal, with its tabs, or as it is for anything else. */
export const lineFor = (line: string, terminal: boolean): string =>
  terminal ? line.split('\t').map(printable).join('\t') : line;
