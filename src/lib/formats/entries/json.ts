import {safeJson} from '../_json.ts';
import type {EntryFormat} from './_format.ts';

/** One document, complete when the stream ends. */
export default {
  extension: 'json',
  begin: () => '{"schema":"kdiag.logs/v1","items":[\n',
  entry: ({record}) => safeJson(record),
  between: ',\n',
  end: () => '\n]}\n',
} satisfies EntryFormat;
