import type {HpaAnswer, MetricAnswer} from '../../model/hpa-answer.ts';
import {type Column, cellsOf, headingsOf, type Listing, type Value} from '../listing.ts';
import type {Tone} from '../view.ts';
import {age} from '../words.ts';
import {spellBytes} from './words.ts';

/** One metric of one autoscaler. An autoscaler without metrics has a row as well. */
export interface HpaRow {
  readonly hpa: HpaAnswer;
  readonly metric: MetricAnswer | undefined;
  readonly now: number;
}

export const hpaRows = (answers: readonly HpaAnswer[], now: Date): readonly HpaRow[] =>
  answers.flatMap((hpa) =>
    (hpa.metrics.length === 0 ? [undefined] : hpa.metrics).map((metric) => ({hpa, metric, now: now.getTime()})),
  );

const NONE = '-';
const UNKNOWN = '<unknown>';

/** `62%`, `250m`, `1.2Gi`, `30`. */
function spell(figure: number | undefined, {unit, name}: MetricAnswer): string {
  if (figure === undefined) return UNKNOWN;
  if (unit === 'percent') return `${figure}%`;
  if (name === 'memory' || name.endsWith('_bytes')) return spellBytes(figure);
  if (name === 'cpu') return `${Math.round(figure * 1000)}m`;
  return Number.isInteger(figure) ? String(figure) : String(Number(figure.toPrecision(4)));
}

const metricName = ({name, of}: MetricAnswer): string => (of === undefined ? name : `${name} of ${of}`);

/** Why the controller itself says that it does nothing. */
function blindness({conditions}: HpaAnswer): string | undefined {
  const active = conditions.find(({type}) => type === 'ScalingActive');
  return active?.status === 'False' ? `${active.reason}: ${active.message}` : undefined;
}

/** What happens if the figures stay as they are, in a few words. */
function outlook({hpa, metric}: HpaRow): {readonly text: string; readonly tone: Tone} {
  const {broken} = metric ?? {};
  if (broken !== undefined) return {text: `${broken.at} ${broken.name}: ${broken.because}`, tone: 'bad'};
  const {wanted, next, replicas, max, min, shrinksAfter} = hpa;
  if (replicas === 0) return {text: 'off: the target is scaled to zero', tone: 'muted'};
  if (metric === undefined) return {text: 'it has no metric', tone: 'bad'};
  if (wanted === undefined || next === undefined) return {text: blindness(hpa) ?? 'no figure yet', tone: 'warn'};
  const wish = Math.max(0, ...hpa.metrics.map(({wants}) => wants ?? 0));
  if (wish > max && replicas >= max) return {text: `at its maximum, wants ${wish}`, tone: 'warn'};
  if (wanted === replicas) return {text: replicas === min && wish < min ? 'at its minimum' : 'stays', tone: 'plain'};
  if (wanted > replicas)
    return {
      text: `grows to ${wanted}${next < wanted ? `, ${next} at first` : ''}${wish > max ? ' (its maximum)' : ''}`,
      tone: 'warn',
    };
  return {
    text: `shrinks to ${wanted}${shrinksAfter > 0 ? `, when it has been so for ${age(shrinksAfter * 1000)}` : ''}`,
    tone: 'plain',
  };
}

interface Made {
  readonly name: string;
  readonly header: string;
  readonly shows: string;
  readonly when?: 'shown' | 'wide' | 'asked';
  readonly align?: 'left' | 'right';
  readonly value: (row: HpaRow) => Value;
  readonly text?: (row: HpaRow) => string;
  readonly tone?: (row: HpaRow) => Tone;
}

const column = ({when = 'shown', align = 'left', value, text, tone, ...named}: Made): Column<HpaRow> => ({
  ...named,
  when,
  align,
  value,
  text: text ?? ((row) => String(value(row) ?? NONE)),
  ...(tone === undefined ? {} : {tone}),
});

export const hpaColumns = (withNamespace: boolean): ReadonlyArray<Column<HpaRow>> => [
  column({
    name: 'namespace',
    header: 'NAMESPACE',
    shows: 'namespace',
    when: withNamespace ? 'shown' : 'asked',
    value: ({hpa}) => hpa.ref.namespace,
  }),
  column({name: 'name', header: 'NAME', shows: 'the autoscaler', value: ({hpa}) => hpa.ref.name}),
  column({
    name: 'target',
    header: 'SCALES',
    shows: 'what it scales',
    value: ({hpa}) => `${hpa.target.kind.toLowerCase()}/${hpa.target.name}`,
  }),
  column({
    name: 'metric',
    header: 'METRIC',
    shows: 'the metric it goes by',
    value: ({metric}) => (metric === undefined ? undefined : metricName(metric)),
  }),
  column({
    name: 'current',
    header: 'CURRENT',
    shows: 'its figure now: percent of the request, an amount per pod, or one amount',
    align: 'right',
    value: ({metric}) => metric?.current,
    text: ({metric}) => (metric === undefined ? NONE : spell(metric.current, metric)),
    tone: ({metric}) => (metric?.current === undefined ? 'bad' : 'plain'),
  }),
  column({
    name: 'goal',
    header: 'GOAL',
    shows: 'the figure it aims at',
    align: 'right',
    value: ({metric}) => metric?.target,
    text: ({metric}) => (metric === undefined ? NONE : spell(metric.target, metric)),
  }),
  column({name: 'replicas', header: 'REPLICAS', shows: 'replicas now', align: 'right', value: ({hpa}) => hpa.replicas}),
  column({
    name: 'wants',
    header: 'WANTS',
    shows: 'replicas that this metric alone asks for, with tolerance and unready pods reckoned in',
    align: 'right',
    value: ({metric}) => metric?.wants,
  }),
  column({name: 'min', header: 'MIN', shows: 'lower bound', align: 'right', value: ({hpa}) => hpa.min}),
  column({name: 'max', header: 'MAX', shows: 'upper bound', align: 'right', value: ({hpa}) => hpa.max}),
  column({
    name: 'scaled',
    header: 'SCALED',
    shows: 'time since it last scaled',
    align: 'right',
    value: ({hpa}) => hpa.lastScale,
    text: ({hpa: {lastScale}, now}) => (lastScale === undefined ? 'never' : age(now - Date.parse(lastScale))),
  }),
  column({
    name: 'outlook',
    header: 'OUTLOOK',
    shows: 'what comes if the figures stay, or the first broken hop on the way to the figure',
    value: (row) => outlook(row).text,
    tone: (row) => outlook(row).tone,
  }),
  column({
    name: 'api',
    header: 'API',
    shows: 'API that serves the metric',
    when: 'wide',
    value: ({metric}) => metric?.group,
  }),
  column({
    name: 'conditions',
    header: 'CONDITIONS',
    shows: 'conditions with their reasons',
    when: 'wide',
    value: ({hpa}) => hpa.conditions.map(({type, status, reason}) => `${type}=${status} (${reason})`).join(', '),
  }),
];

export function hpaListing(
  rows: readonly HpaRow[],
  columns: ReadonlyArray<Column<HpaRow>>,
  head: Listing['head'],
  gaps: Listing['gaps'],
): Listing {
  return {
    schema: 'kdiag.top-hpa/v1',
    head,
    headings: headingsOf(columns),
    rows: rows.map((row) => ({cells: cellsOf(row, columns), record: recordOf(row), ref: row.hpa.ref})),
    gaps,
  };
}

const recordOf = (row: HpaRow): Readonly<Record<string, unknown>> => {
  const {ref, target, replicas, min, max, wanted, next, shrinksAfter, lastScale, conditions} = row.hpa;
  const base = {namespace: ref.namespace, name: ref.name, target, replicas, min, max, wanted, next};
  return {
    ...base,
    shrinksAfterSeconds: shrinksAfter,
    lastScale,
    metric: row.metric,
    outlook: outlook(row).text,
    conditions,
  };
};
