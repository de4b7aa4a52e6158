import type {Exemplar, Labels, MetricType, Sample} from '../../model/exposition.ts';
import {float} from './number.ts';

/** OpenMetrics 1.0, "Exemplars": names and values together. */
const EXEMPLAR_AT_MOST = 128;

/** Samples that count something: never negative, never NaN. */
const COUNTS: ReadonlySet<string> = new Set(['_total', '_bucket', '_count', '_gcount']);
const WHOLE: ReadonlySet<string> = new Set(['_bucket', '_count', '_gcount']);

/** The label that numbers the parts of a metric: there, and a number as the format writes it. */
export function labelFault(type: MetricType, suffix: string, labels: Labels, name: string): string | undefined {
  if (suffix === '_bucket') return boundFault('le', labels['le']);
  if (type === 'summary' && suffix === '') {
    const quantile = labels['quantile'];
    const value = float(quantile ?? '');
    if (value !== undefined && !(value >= 0 && value <= 1)) return `the quantile ${value} is not between 0 and 1`;
    return boundFault('quantile', quantile);
  }
  return type === 'stateset' && !Object.hasOwn(labels, name)
    ? `a state lacks its label, which is named like the metric: ${name}`
    : undefined;
}

function boundFault(label: string, text: string | undefined): string | undefined {
  if (text === undefined) return `the label ${label} is missing`;
  const value = float(text);
  if (value === undefined || Number.isNaN(value))
    return `the label ${label} is no number: ${JSON.stringify(text.slice(0, 60))}`;
  return value === Infinity && text !== '+Inf' ? `infinity is written +Inf in the label ${label}` : undefined;
}

export function valueFault(type: MetricType, suffix: string, {value, labels}: Sample): string | undefined {
  if (type === 'stateset' && value !== 0 && value !== 1) return `a state is 0 or 1, not ${value}`;
  if (type === 'info' && value !== 1) return `an info is 1, not ${value}`;
  if (COUNTS.has(suffix) && !(value >= 0)) return `${suffix} cannot be ${value}`;
  if (WHOLE.has(suffix) && Number.isFinite(value) && !Number.isInteger(value))
    return `${suffix} counts whole things, it cannot be ${value}`;
  if ((suffix === '_sum' || suffix === '_gsum') && Number.isNaN(value)) return `${suffix} cannot be NaN`;
  if (suffix === '_sum' && type === 'summary' && value < 0) return `_sum of a summary cannot be negative`;
  if (type === 'summary' && suffix === '' && labels['quantile'] !== undefined && value < 0)
    return 'the value of a quantile cannot be negative';
  return undefined;
}

export function exemplarFault(type: MetricType, suffix: string, exemplar: Exemplar | undefined): string | undefined {
  if (exemplar === undefined) return undefined;
  const isAllowed =
    suffix === '_total' || (suffix === '_bucket' && (type === 'histogram' || type === 'gaugehistogram'));
  if (!isAllowed) return 'only counters (_total) and buckets have exemplars';
  const size = Object.entries(exemplar.labels)
    .flat()
    .reduce((sum, word) => sum + Array.from(word).length, 0);
  return size > EXEMPLAR_AT_MOST
    ? `the labels of the exemplar have ${size} characters, ${EXEMPLAR_AT_MOST} are allowed`
    : undefined;
}
