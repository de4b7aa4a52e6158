import type {Exemplar, Family, Labels, MetricType, Sample} from '../../model/exposition.ts';
import type {Scraped} from '../../model/scrape.ts';
import {float} from '../../parse/exposition/number.ts';
import {labelKey} from '../../parse/exposition/label-key.ts';
import {suffixIn} from '../../parse/exposition/suffixes.ts';
import {type Bucket, quantile} from '../../parse/histogram.ts';

/** One line of an answer: a single value, or a histogram or summary as a whole. */
export interface SeriesRow {
  readonly target: string;
  readonly metric: string;
  readonly type: MetricType;
  readonly unit: string | undefined;
  readonly help: string | undefined;
  readonly labels: Labels;
  /** Of a distribution: how many observations. */
  readonly value: number;
  readonly distribution: Distribution | undefined;
  readonly timestamp: number | undefined;
  readonly exemplar: Exemplar | undefined;
}

export interface Distribution {
  readonly count: number;
  readonly sum: number;
  /** Estimated from buckets, or given by a summary; by share. */
  readonly quantiles: ReadonlyMap<number, number>;
  readonly buckets: readonly Bucket[];
}

/** Rows of a page, parts of a distribution put together. */
export function rowsOf({target, families}: Scraped, shares: readonly number[]): readonly SeriesRow[] {
  return families.flatMap((family) =>
    isDistributed(family)
      ? distributions(target, family, shares)
      : family.samples.map((sample) => single(target, family, sample)),
  );
}

const isDistributed = ({type, samples}: Family): boolean =>
  (type === 'histogram' || type === 'gaugehistogram' || type === 'summary') && samples.length > 0;

const about = (target: string, {type, unit, help}: Family) => ({
  target,
  type,
  unit: unit === '' ? undefined : unit,
  help,
});

const single = (target: string, family: Family, {name, labels, value, timestamp, exemplar}: Sample): SeriesRow => ({
  ...about(target, family),
  metric: name,
  labels,
  value,
  distribution: undefined,
  timestamp,
  exemplar,
});

function distributions(target: string, family: Family, shares: readonly number[]): readonly SeriesRow[] {
  const numbered = family.type === 'summary' ? 'quantile' : 'le';
  const groups = Map.groupBy(family.samples, ({labels}) => labelKey(without(labels, numbered)));
  return [...groups.values()].map((samples): SeriesRow => {
    const [first] = samples;
    const distribution = distributionIn(family, samples, shares);
    return {
      ...about(target, family),
      metric: family.name,
      labels: without(first?.labels ?? {}, numbered),
      value: distribution.count,
      distribution,
      timestamp: first?.timestamp,
      exemplar: samples.findLast(({exemplar}) => exemplar !== undefined)?.exemplar,
    };
  });
}

function distributionIn({name, type}: Family, samples: readonly Sample[], shares: readonly number[]): Distribution {
  const bySuffix = new Map(samples.map((sample) => [suffixIn(sample.name, name), sample.value]));
  const buckets = samples
    .filter((sample) => suffixIn(sample.name, name) === '_bucket')
    .map(({labels, value}) => ({bound: float(labels['le'] ?? '') ?? NaN, count: value}));
  const given = samples
    .filter((sample) => sample.name === name)
    .map(({labels, value}) => [float(labels['quantile'] ?? '') ?? NaN, value] as const);
  return {
    count: bySuffix.get('_count') ?? bySuffix.get('_gcount') ?? buckets.at(-1)?.count ?? 0,
    sum: bySuffix.get('_sum') ?? bySuffix.get('_gsum') ?? NaN,
    quantiles: type === 'summary' ? new Map(given) : new Map(shares.map((share) => [share, quantile(share, buckets)])),
    buckets,
  };
}

function without(labels: Labels, name: string): Labels {
  if (!Object.hasOwn(labels, name)) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([label]) => label !== name));
}

/** What tells a row from all others of an answer. */
export const rowKey = ({target, metric, labels}: SeriesRow): string => `${target} ${metric}{${labelKey(labels)}}`;
