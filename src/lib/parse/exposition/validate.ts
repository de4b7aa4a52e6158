import type {Fault} from '../../model/exposition.ts';
import {entries} from './entries.ts';
import {OpenMetricsRules} from './openmetrics-rules.ts';
import {Page} from './page.ts';
import type {TextFormat} from './read.ts';
import {TextRules} from './text-rules.ts';

/** Says that something at a position of the page is against the format. */
export type Complain = (at: number, message: string) => void;

/** More than this many faults of a page help nobody. */
const FAULTS_AT_MOST = 100;

/** What is wrong on a page by the letter of its format, in the order of the page; nothing when it is valid. */
export function validate(bytes: Uint8Array | string, format: TextFormat): readonly Fault[] {
  const page = new Page(bytes);
  const faults: Fault[] = [];
  const onFault = (fault: Fault): void => {
    if (faults.length < FAULTS_AT_MOST) faults.push(fault);
  };
  const complain: Complain = (at, message) => {
    if (faults.length < FAULTS_AT_MOST) onFault(page.faultAt(at, message));
  };
  const rules = format === 'openmetrics' ? new OpenMetricsRules(complain) : new TextRules(complain);
  for (const entry of entries(page, {is: format, isStrict: true}, {onFault})) rules.take(entry);
  rules.end();
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
