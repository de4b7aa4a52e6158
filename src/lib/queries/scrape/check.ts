import type {ExpositionFormat, Family} from '../../model/exposition.ts';
import {spoken} from '../../parse/exposition/content-type.ts';
import {lint} from '../../parse/exposition/lint.ts';
import {ExpositionError} from '../../parse/exposition/page.ts';
import {familiesInProtobuf} from '../../parse/exposition/protobuf.ts';
import {familiesIn} from '../../parse/exposition/read.ts';
import {validate} from '../../parse/exposition/validate.ts';
import {differences} from './history.ts';
import {formatOf, type Page} from './parsed.ts';
import {rowsOf} from './series.ts';

/** One thing that is wrong with a page, or could be better. */
export interface Problem {
  readonly is: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly metric: string | undefined;
  /** `format` of what is against the format, else the name of the lint rule. */
  readonly rule: string;
  readonly message: string;
}

export interface Checked {
  readonly format: ExpositionFormat;
  readonly isValid: boolean;
  readonly problems: readonly Problem[];
  readonly families: readonly Family[];
}

/** What is wrong with a page by the letter of its format, and by good practice. */
export function check(page: Page, format: ExpositionFormat = formatOf(page)): Checked {
  const faults = format === 'protobuf' ? protobufFaults(page.body) : validate(page.body, format);
  const families = readable(page.body, format);
  const errors = faults.map(({line, column, message}): Problem => ({
    is: 'error',
    line,
    column,
    metric: undefined,
    rule: 'format',
    message,
  }));
  const remarks = lint(families).map(({metric, rule, message, line}): Problem => ({
    is: 'warning',
    line,
    column: 0,
    metric,
    rule,
    message,
  }));
  const problems = [...errors, ...mislabelled(page), ...remarks];
  return {format, isValid: errors.length === 0, problems, families};
}

/** Prometheus 3 refuses a page whose Content-Type it does not know, unless its configuration names a fallback. */
function mislabelled({contentType, took}: Page): readonly Problem[] {
  const said = spoken(contentType);
  if (said.is === 'known' || took === 0) return [];
  return [
    {
      is: 'warning',
      line: 0,
      column: 0,
      metric: undefined,
      rule: 'content-type',
      message: `${said.because}; Prometheus 3 needs fallback_scrape_protocol to read it`,
    },
  ];
}

/** What can only be seen in two looks. */
export function compared(first: Page, second: Page): readonly Problem[] {
  const [before, after] = [first, second].map((page) => {
    const format = formatOf(page);
    return rowsOf({...page, format, families: readable(page.body, format)}, []);
  });
  return differences(before ?? [], after ?? []).flatMap(({row, is, before: was, after: now}): readonly Problem[] => {
    const about = {is: 'warning', line: 0, column: 0, metric: row.metric} as const;
    if (is === 'gone')
      return [
        {
          ...about,
          rule: 'gone',
          message: `series that were there in the first look are gone: they churn, or the target restarted`,
        },
      ];
    const isCounting = row.type === 'counter' || row.distribution !== undefined;
    if (isCounting && was !== undefined && now !== undefined && now < was)
      return [{...about, rule: 'falls', message: `counts, and fell from ${was} to ${now} between two looks`}];
    return [];
  });
}

function protobufFaults(body: Uint8Array) {
  try {
    familiesInProtobuf(body);
    return [];
  } catch (error) {
    if (error instanceof ExpositionError) return [error.fault];
    throw error;
  }
}

/** What can be read of it; lines that cannot are among the faults. */
function readable(body: Uint8Array, format: ExpositionFormat): readonly Family[] {
  try {
    return format === 'protobuf' ? familiesInProtobuf(body) : familiesIn(body, {format, onFault: () => undefined});
  } catch (error) {
    if (error instanceof ExpositionError) return [];
    throw error;
  }
}
