import type {Exemplar, Family, Labels, MetricType, Sample} from '../../model/exposition.ts';
import {goFloat} from '../go-float.ts';
import {classicBuckets, emptyNative, isNative, readNative} from './native.ts';
import {ExpositionError} from './page.ts';
import {delimited, doubleOf, type Field, fields, MalformedMessage, signed, textOf} from './wire.ts';

/** Of io.prometheus.client.MetricType. */
const TYPES: readonly MetricType[] = ['counter', 'gauge', 'summary', 'unknown', 'histogram', 'gaugehistogram'];

/**
 * A page of delimited io.prometheus.client.MetricFamily messages. Histograms and summaries become the samples that the
 * text format has for them; a native histogram without classic buckets gets them from its own. Throws ExpositionError.
 */
export function familiesInProtobuf(page: Uint8Array): readonly Family[] {
  try {
    return [...delimited(page)].map(familyIn);
  } catch (error) {
    if (error instanceof MalformedMessage) throw new ExpositionError({line: 0, column: 0, message: error.message});
    throw error;
  }
}

function familyIn(message: Uint8Array): Family {
  let [name, help, unit]: [string, string | undefined, string | undefined] = ['', undefined, undefined];
  let type: MetricType = 'unknown';
  const metrics: Uint8Array[] = [];
  for (const field of fields(message)) {
    if (field.number === 1) name = textOf(field);
    if (field.number === 2) help = textOf(field);
    if (field.number === 3) type = TYPES[field.varint] ?? 'unknown';
    if (field.number === 4) metrics.push(field.bytes);
    if (field.number === 5) unit = textOf(field);
  }
  return {name, type, help, unit, samples: metrics.flatMap((metric) => samplesIn(metric, name))};
}

interface Point {
  readonly suffix: string;
  readonly more: Labels;
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

function samplesIn(metric: Uint8Array, name: string): readonly Sample[] {
  const labels: Record<string, string> = {};
  const points: Point[] = [];
  let timestamp: number | undefined;
  for (const field of fields(metric)) {
    if (field.number === 1) Object.assign(labels, pairIn(field));
    if ([2, 3, 5].includes(field.number)) points.push(singleIn(field));
    if (field.number === 4) points.push(...summaryIn(field));
    if (field.number === 6) timestamp = signed(field.varint);
    if (field.number === 7) points.push(...histogramIn(field));
  }
  return points.map(({suffix, more, value, exemplar}) => ({
    name: name + suffix,
    labels: {...labels, ...more},
    value,
    timestamp,
    ...(exemplar === undefined ? {} : {exemplar}),
    line: 0,
  }));
}

function pairIn({bytes}: Field): Labels {
  let [name, value] = ['', ''];
  for (const field of fields(bytes)) {
    if (field.number === 1) name = textOf(field);
    if (field.number === 2) value = textOf(field);
  }
  return {[name]: value};
}

/** Gauge, Counter, Untyped: the value is field 1; a counter may have an exemplar. */
function singleIn({bytes}: Field): Point {
  let value = 0;
  let exemplar: Exemplar | undefined;
  for (const field of fields(bytes)) {
    if (field.number === 1) value = doubleOf(field);
    if (field.number === 2 && field.wire === 2) exemplar = exemplarIn(field);
  }
  return {suffix: '', more: {}, value, exemplar};
}

function summaryIn({bytes}: Field): readonly Point[] {
  let [count, sum] = [0, 0];
  const quantiles: Point[] = [];
  for (const field of fields(bytes)) {
    if (field.number === 1) count = field.varint;
    if (field.number === 2) sum = doubleOf(field);
    if (field.number !== 3) continue;
    const [quantile, value] = [...fields(field.bytes)].map(doubleOf);
    quantiles.push({suffix: '', more: {quantile: goFloat(quantile ?? 0)}, value: value ?? 0});
  }
  return [...quantiles, {suffix: '_sum', more: {}, value: sum}, {suffix: '_count', more: {}, value: count}];
}

function histogramIn({bytes}: Field): readonly Point[] {
  let [count, sum] = [0, 0];
  const buckets: Point[] = [];
  const native = emptyNative();
  for (const field of fields(bytes)) {
    if (field.number === 1) count = field.varint;
    else if (field.number === 4) count = doubleOf(field);
    else if (field.number === 2) sum = doubleOf(field);
    else if (field.number === 3) buckets.push(bucketIn(field));
    else readNative(native, field);
  }
  const own = buckets.length === 0 && isNative(native) ? classicBuckets(native, count) : [];
  return [
    ...buckets,
    ...own.map(({bound, count: below}) => bucketPoint(bound, below)),
    ...(buckets.length > 0 && buckets.at(-1)?.more['le'] !== '+Inf' ? [bucketPoint(Infinity, count)] : []),
    {suffix: '_sum', more: {}, value: sum},
    {suffix: '_count', more: {}, value: count},
  ];
}

function bucketIn({bytes}: Field): Point {
  let [below, bound] = [0, 0];
  let exemplar: Exemplar | undefined;
  for (const field of fields(bytes)) {
    if (field.number === 1) below = field.varint;
    if (field.number === 4) below = doubleOf(field);
    if (field.number === 2) bound = doubleOf(field);
    if (field.number === 3) exemplar = exemplarIn(field);
  }
  return bucketPoint(bound, below, exemplar);
}

const bucketPoint = (bound: number, value: number, exemplar?: Exemplar): Point => ({
  suffix: '_bucket',
  more: {le: goFloat(bound)},
  value,
  exemplar,
});

function exemplarIn({bytes}: Field): Exemplar {
  const labels: Record<string, string> = {};
  let value = 0;
  let timestamp: number | undefined;
  for (const field of fields(bytes)) {
    if (field.number === 1) Object.assign(labels, pairIn(field));
    if (field.number === 2) value = doubleOf(field);
    if (field.number === 3)
      timestamp = [...fields(field.bytes)].reduce(
        (sum, one) => sum + (one.number === 1 ? one.varint * 1000 : Math.floor(one.varint / 1e6)),
        0,
      );
  }
  return {labels, value, timestamp};
}
