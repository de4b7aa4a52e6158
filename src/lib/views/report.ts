import type {Severity} from '../model/finding.ts';
import type {Report} from '../model/report.ts';
import {type Clock, clock} from './clock.ts';
import {keptBack} from './evidence.ts';
import {gapItems} from './gaps.ts';
import {incidentBlocks, toneOf} from './incident.ts';
import {type Block, dotted, line, type Line, span, type Span, type View} from './view.ts';
import {bytes, count} from './words.ts';

export interface ReportViewOptions {
  /** All evidence, what was ruled out, how to confirm. */
  readonly explain: boolean;
  /** IANA name; the machine's own unless said. */
  readonly timeZone?: string | undefined;
  /** For what is kept or pasted elsewhere: it says the day, and does not say what else could be typed. */
  readonly isKept?: boolean | undefined;
}

/** A report as a tired person reads it: the answer first, what to look at first on top, what was not seen last. */
export function reportView(report: Report, {explain, timeZone, isKept = false}: ReportViewOptions): View {
  const watch = clock(report.takenAt, timeZone);
  const seeing = {now: new Date(report.takenAt), clock: watch, explain};
  const gaps = gapItems(report, explain);
  return [
    {is: 'headline', left: answer(report), right: origin(report, watch, isKept)},
    ...report.incidents.flatMap((incident) => incidentBlocks(incident, seeing)),
    ...(gaps.length === 0 ? [] : [{is: 'notes', items: gaps} satisfies Block]),
    {is: 'footer', lines: footer(report, explain || isKept)},
  ];
}

const LOUD: readonly Severity[] = ['critical', 'high'];

function answer(report: Report): Line {
  const active = report.incidents.filter((one) => one.active);
  const healed = report.incidents.length - active.length;
  const healedPart = healed === 0 ? [] : [line(`${healed} healed`, 'good')];
  if (active.length === 0) return dotted([[calm(report)], ...healedPart]);
  const loud = LOUD.map((severity) => ({severity, number: active.filter((one) => one.severity === severity).length}));
  return dotted([
    line(report.scope, 'strong'),
    line(count(active.length, 'incident')),
    ...loud
      .filter(({number}) => number > 0)
      .map(({severity, number}) => line(`${number} ${severity}`, toneOf[severity])),
    ...healedPart,
  ]);
}

/** All is well only where everything could be looked at. */
function calm({scope, incidents, notChecked}: Report): Span {
  const where = scope === 'cluster' ? 'the cluster' : scope;
  const what = incidents.length > 0 ? 'Nothing is broken now' : 'No incident found';
  return notChecked.length === 0
    ? span(`${what} in ${where}.`, 'good')
    : span(`${what} in ${where}, as far as could be seen.`, 'warn');
}

/** A recording may be of any day; a cluster is asked now. */
function origin(
  {origin: {kind, context, server, path, version}, takenAt}: Report,
  watch: Clock,
  isKept: boolean,
): Line {
  const where = kind === 'bundle' ? (path?.split('/').at(-1) ?? 'bundle') : (context ?? server ?? 'in cluster');
  const when = isKept || kind === 'bundle' ? watch.full(takenAt) : watch.zoned(takenAt);
  return dotted([where, version ?? '', when].filter((part) => part !== '').map((part) => line(part, 'muted')));
}

const unchecked = ({notChecked}: Report): number => new Set(notChecked.flatMap(({rule}) => rule ?? [])).size;

function footer(report: Report, isAll: boolean): readonly Line[] {
  const {counts, asked, incidents, suppressed} = report;
  const missed = unchecked(report);
  const rules = `${missed === 0 ? '' : `${counts.rules - missed} of `}${count(counts.rules, 'rule')}`;
  const cost = asked.requests === 0 ? [] : [`${count(asked.requests, 'request')}, ${bytes(asked.bytes)}`];
  const hidden = suppressed === 0 ? [] : [`${count(suppressed, 'incident')} left out by --severity or --category`];
  const checked = [
    `checked ${rules} over ${count(counts.pods, 'pod')} on ${count(counts.nodes, 'node')}`,
    ...cost,
    ...hidden,
  ].join(' · ');
  return [line(checked, 'muted'), ...(isAll || incidents.length === 0 ? [] : [line(more(report), 'muted')])];
}

function more({incidents}: Report): string {
  const lines = incidents.reduce((sum, {cause}) => sum + keptBack(cause.evidence), 0);
  return `--explain: ${lines === 0 ? '' : `${count(lines, 'more line')} of evidence, `}how to confirm, what was ruled out`;
}
