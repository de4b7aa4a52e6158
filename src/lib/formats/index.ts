// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
/** Every value of `--output` where the answer is a report, loaded when it is asked for. */
export const formats = {
  json: () => import('./json.ts'),
  junit: () => import('./junit.ts'),
  markdown: () => import('./markdown.ts'),
  ndjson: () => import('./ndjson.ts'),
  sarif: () => import('./sarif.ts'),
  text: () => import('./text.ts'),
  yaml: () => import('./yaml.ts'),
};
