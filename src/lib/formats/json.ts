import type {Format} from './_format.ts';
import {ordered, safeJson} from './_json.ts';

/** The report itself, as schemas/report.v1.json promises it. */
export default {
  extension: 'json',
  contentType: 'application/json',
  render: (report) => `${safeJson(ordered(report), 2)}\n`,
} satisfies Format;
