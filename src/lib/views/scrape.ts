import type {Exemplar, Labels, MetricType} from '../model/exposition.ts';
import type {Column} from './listing.ts';
import {labelWords, metricValue, plain, rateWords} from './metric-words.ts';
import {sparkline, squeezed} from './sparkline.ts';

/** What a page of metrics looks like as a table. */

interface Shown {
  readonly target: string;
  readonly metric: string;
  readonly type: MetricType;
  readonly unit: string | undefined;
  readonly help: string | undefined;
  readonly labels: Labels;
  readonly value: number;
  readonly distribution:
    {readonly count: number; readonly sum: number; readonly quantiles: ReadonlyMap<number, number>} | undefined;
  readonly exemplar: Exemplar | undefined;
}

interface Moving extends Shown {
  readonly rate: number | undefined;
  readonly change: number | undefined;
  readonly trend: readonly number[];
}

interface Differing {
  readonly row: Shown;
  readonly is: 'new' | 'gone' | 'changed';
  readonly before: number | undefined;
  readonly after: number | undefined;
}

const TREND_WIDTH = 20;

/** `120, mean 3ms, p50 2ms, p99 20ms` of a distribution, a value of anything else. */
function valueWords({metric, value, distribution}: Shown): string {
  if (distribution === undefined) return metricValue(metric, value);
  const {count, sum, quantiles} = distribution;
  if (count === 0) return '0';
  const mean = Number.isNaN(sum) ? [] : [`mean ${metricValue(metric, sum / count)}`];
  const shares = [...quantiles]
    .filter(([, at]) => !Number.isNaN(at))
    .map(([share, at]) => `p${plain(share * 100)} ${metricValue(metric, at)}`);
  return [plain(count), ...mean, ...shares].join(', ');
}

const exemplarWords = (exemplar: Exemplar | undefined): string =>
  exemplar === undefined ? '' : `{${labelWords(exemplar.labels)}} ${plain(exemplar.value)}`;

/** Columns of one look. The target is shown where there are several. */
export const scrapeColumns = (severalTargets: boolean): ReadonlyArray<Column<Shown>> => [
  {
    name: 'target',
    header: 'TARGET',
    shows: 'where it was read',
    when: severalTargets ? 'shown' : 'wide',
    text: ({target}) => target,
    value: ({target}) => target,
  },
  {
    name: 'metric',
    header: 'METRIC',
    shows: 'name of the sample or distribution',
    when: 'shown',
    text: ({metric}) => metric,
    value: ({metric}) => metric,
    tone: () => 'strong',
  },
  {
    name: 'labels',
    header: 'LABELS',
    shows: 'its labels',
    when: 'shown',
    text: ({labels}) => labelWords(labels),
    value: ({labels}) => labelWords(labels),
  },
  {
    name: 'value',
    header: 'VALUE',
    shows: 'the value; of a distribution count, mean and quantiles',
    when: 'shown',
    text: valueWords,
    value: ({value}) => value,
  },
  {
    name: 'type',
    header: 'TYPE',
    shows: 'type of the metric',
    when: 'wide',
    text: ({type}) => type,
    value: ({type}) => type,
    tone: () => 'muted',
  },
  {
    name: 'unit',
    header: 'UNIT',
    shows: 'unit, where the page says it',
    when: 'wide',
    text: ({unit}) => unit ?? '',
    value: ({unit}) => unit,
    tone: () => 'muted',
  },
  {
    name: 'help',
    header: 'HELP',
    shows: 'what the page says of the metric',
    when: 'wide',
    text: ({help}) => help ?? '',
    value: ({help}) => help,
    tone: () => 'muted',
  },
  {
    name: 'exemplar',
    header: 'EXEMPLAR',
    shows: 'its latest exemplar',
    when: 'asked',
    text: ({exemplar}) => exemplarWords(exemplar),
    value: ({exemplar}) => exemplarWords(exemplar),
  },
];

/** The same while it is watched. */
export const watchColumns = (severalTargets: boolean): ReadonlyArray<Column<Moving>> => [
  ...scrapeColumns(severalTargets),
  {
    name: 'rate',
    header: 'RATE',
    shows: 'growth a second',
    when: 'shown',
    text: ({metric, rate, distribution}) =>
      rate === undefined ? '' : distribution === undefined ? rateWords(metric, rate) : `${plain(rate)}/s`,
    value: ({rate}) => rate,
  },
  {
    name: 'change',
    header: 'CHANGE',
    shows: 'difference to the look before',
    when: 'asked',
    text: ({change}) => (change === undefined ? '' : signed(change)),
    value: ({change}) => change,
  },
  {
    name: 'trend',
    header: 'TREND',
    shows: 'rates or values so far',
    when: 'shown',
    text: ({trend}) => sparkline(squeezed(trend, TREND_WIDTH)),
    value: ({trend}) => trend.at(-1),
  },
];

const signed = (value: number): string => (value > 0 ? `+${plain(value)}` : plain(value));

/** What two looks differ in. */
export const differenceColumns: ReadonlyArray<Column<Differing>> = [
  {
    name: 'is',
    header: 'IS',
    shows: 'new, gone or changed',
    when: 'shown',
    text: ({is}) => is,
    value: ({is}) => is,
    tone: ({is}) => (is === 'new' ? 'good' : is === 'gone' ? 'bad' : 'plain'),
  },
  {
    name: 'metric',
    header: 'METRIC',
    shows: 'name of the sample or distribution',
    when: 'shown',
    text: ({row}) => row.metric,
    value: ({row}) => row.metric,
    tone: () => 'strong',
  },
  {
    name: 'labels',
    header: 'LABELS',
    shows: 'its labels',
    when: 'shown',
    text: ({row}) => labelWords(row.labels),
    value: ({row}) => labelWords(row.labels),
  },
  {
    name: 'before',
    header: 'BEFORE',
    shows: 'value of the first look',
    when: 'shown',
    align: 'right',
    text: ({row, before}) => (before === undefined ? '' : countOr(row, before)),
    value: ({before}) => before,
  },
  {
    name: 'after',
    header: 'AFTER',
    shows: 'value of the second look',
    when: 'shown',
    align: 'right',
    text: ({row, after}) => (after === undefined ? '' : countOr(row, after)),
    value: ({after}) => after,
  },
  {
    name: 'change',
    header: 'CHANGE',
    shows: 'the difference',
    when: 'shown',
    align: 'right',
    text: ({before, after}) => (before === undefined || after === undefined ? '' : signed(after - before)),
    value: ({before, after}) => (before === undefined || after === undefined ? undefined : after - before),
  },
];

const countOr = ({metric, distribution}: Shown, value: number): string =>
  distribution === undefined ? metricValue(metric, value) : plain(value);

/** A row for programs. */
export const scrapeRecord = ({
  target,
  metric,
  type,
  unit,
  help,
  labels,
  value,
  distribution,
  exemplar,
}: Shown): Readonly<Record<string, unknown>> => ({
  target,
  metric,
  type,
  ...(unit === undefined ? {} : {unit}),
  ...(help === undefined ? {} : {help}),
  labels,
  value: jsonNumber(value),
  ...(distribution === undefined
    ? {}
    : {
        sum: jsonNumber(distribution.sum),
        quantiles: Object.fromEntries(
          [...distribution.quantiles].map(([share, at]) => [String(share), jsonNumber(at)]),
        ),
      }),
  ...(exemplar === undefined ? {} : {exemplar}),
});

/** JSON has no NaN and no infinity: they are written as Prometheus writes them. */
export const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : plain(value));
