import {safeJson} from '../_json.ts';
import type {EntryFormat} from './_format.ts';

/** One entry a line: for jq and log stores. */
export default {extension: 'ndjson', entry: ({record}) => `${safeJson(record)}\n`} satisfies EntryFormat;
