import type {Report} from '../model/report.ts';
import type {Gap} from '../model/source.ts';
import {type Item, line, span} from './view.ts';
import {listed, plural} from './words.ts';

const GAPS_AT_MOST = 4;
const LINES_AT_MOST = 6;

/** What could not be seen, one line for each reason: the same answer to many questions is told once. */
export function gapItems({notChecked}: Report, explain: boolean): readonly Item[] {
  const groups = [...Map.groupBy(distinct(notChecked.map(({gap}) => gap)), keyOf).values()];
  const told = groups.slice(0, explain ? Infinity : LINES_AT_MOST).map((gaps) => spell(gaps, explain));
  const rest = groups.length - told.length;
  const lines = rest > 0 ? [...told, `and ${rest} more ${rest === 1 ? 'reason' : plural('reason')} (--explain)`] : told;
  return lines.map((text, at) => ({label: span(at === 0 ? 'not seen' : '', 'muted'), body: line(text, 'muted')}));
}

/** Many rules lack the same thing. */
const distinct = (gaps: readonly Gap[]): readonly Gap[] => [
  ...new Map(gaps.map((gap) => [`${gap.what}\n${keyOf(gap)}`, gap])).values(),
];

/** A hint that only repeats what is lacking (each its own command) does not make a reason of its own. */
const keyOf = ({why, hint}: Gap): string => `${why} ${isOwn(hint) ? '' : (hint ?? '')}`;

const isOwn = (hint: string | undefined): boolean => hint?.includes('kubectl auth can-i') === true;

function spell(gaps: readonly Gap[], explain: boolean): string {
  const [first] = gaps;
  const names = listed(
    gaps.map(({what}) => what),
    explain ? Infinity : GAPS_AT_MOST,
    ' (--explain)',
  );
  const hint =
    first?.hint === undefined || first.hint === '' || (isOwn(first.hint) && gaps.length > 1) ? '' : ` (${first.hint})`;
  return `${first?.why ?? ''}: ${names}${hint}`;
}
