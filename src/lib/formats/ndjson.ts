import type {Format} from './_format.ts';
import {ordered, safeJson} from './_json.ts';

/** One incident a line, in the order of the report: for `jq`, `grep` and log stores. */
export default {
  extension: 'ndjson',
  contentType: 'application/x-ndjson',
  render: ({incidents}) => incidents.map((incident) => `${safeJson(ordered(incident))}\n`).join(''),
} satisfies Format;
