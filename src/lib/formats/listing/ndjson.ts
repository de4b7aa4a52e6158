import {safeJson} from '../_json.ts';
import type {ListingFormat} from './_format.ts';

/** One record a line: for `jq`, `grep` and log stores. */
export default {
  extension: 'ndjson',
  render: ({rows}) => rows.map(({record}) => `${safeJson(record)}\n`).join(''),
} satisfies ListingFormat;
