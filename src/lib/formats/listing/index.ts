// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {ListingFormat} from './_format.ts';

/** Every value of `--output` where the answer is a listing, loaded when it is asked for. */
export const listingFormats: Readonly<Record<string, () => Promise<{readonly default: ListingFormat}>>> = {
  csv: () => import('./csv.ts'),
  'custom-columns': () => import('./custom-columns.ts'),
  json: () => import('./json.ts'),
  jsonpath: () => import('./jsonpath.ts'),
  markdown: () => import('./markdown.ts'),
  name: () => import('./name.ts'),
  ndjson: () => import('./ndjson.ts'),
  text: () => import('./text.ts'),
  wide: () => import('./wide.ts'),
  yaml: () => import('./yaml.ts'),
};
