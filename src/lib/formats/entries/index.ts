// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {EntryFormat} from './_format.ts';

/** Every value of `--output` where the answer is a stream of log entries, loaded when it is asked for. */
export const entryFormats: Readonly<Record<string, () => Promise<{readonly default: EntryFormat}>>> = {
  csv: () => import('./csv.ts'),
  json: () => import('./json.ts'),
  markdown: () => import('./markdown.ts'),
  ndjson: () => import('./ndjson.ts'),
  raw: () => import('./raw.ts'),
  text: () => import('./text.ts'),
};
