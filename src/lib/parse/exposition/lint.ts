import type {Family} from '../../model/exposition.ts';
import {labelKey} from './label-key.ts';

/** Something that is allowed and still a mistake, by Prometheus' naming and instrumentation practices. */
export interface Remark {
  readonly metric: string;
  readonly rule: string;
  readonly message: string;
  /** Of the first sample that shows it; 0 for the metric as a whole. */
  readonly line: number;
}

interface LintRule {
  readonly name: string;
  /** Undefined when there is nothing to say. */
  readonly check: (family: Family) => string | undefined;
}

const UNITS: Readonly<Record<string, string>> = {
  milliseconds: 'seconds',
  microseconds: 'seconds',
  nanoseconds: 'seconds',
  minutes: 'seconds',
  hours: 'seconds',
  days: 'seconds',
  kilobytes: 'bytes',
  megabytes: 'bytes',
  gigabytes: 'bytes',
  kibibytes: 'bytes',
  mebibytes: 'bytes',
  percent: 'ratio',
  percentage: 'ratio',
  fahrenheit: 'celsius',
  kilometers: 'meters',
};
const ABBREVIATED: Readonly<Record<string, string>> = {
  ms: 'seconds',
  us: 'seconds',
  ns: 'seconds',
  sec: 'seconds',
  secs: 'seconds',
  kb: 'bytes',
  mb: 'bytes',
  gb: 'bytes',
  kib: 'bytes',
  mib: 'bytes',
};
const TYPE_WORDS = ['counter', 'gauge', 'histogram', 'summary'];
const isDistribution = ({type}: Family): boolean =>
  type === 'histogram' || type === 'gaugehistogram' || type === 'summary';

/** Series of one metric beyond which a label most likely holds something unbounded. */
const SERIES_MANY = 1000;

const rules: readonly LintRule[] = [
  {name: 'help', check: ({help}) => (help === undefined || help.trim() === '' ? 'has no HELP' : undefined)},
  {
    name: 'type',
    check: ({type, samples}) =>
      type === 'unknown' && samples.length > 0
        ? 'has no TYPE: rates and quantiles cannot be told from levels'
        : undefined,
  },
  {
    name: 'total',
    check: ({name, type, samples}) =>
      type === 'counter' && !name.endsWith('_total') && !samples.some((one) => one.name.endsWith('_total'))
        ? 'is a counter, whose name ends with _total'
        : undefined,
  },
  {
    name: 'total',
    check: ({name, type}) =>
      type === 'gauge' && name.endsWith('_total') ? 'ends with _total, which is for counters' : undefined,
  },
  {
    name: 'suffix',
    check: (family) =>
      !isDistribution(family) && family.type !== 'unknown' && /_(?:bucket|count|sum)$/.test(family.name)
        ? 'ends with a suffix that is for parts of histograms and summaries'
        : undefined,
  },
  {name: 'unit', check: ({name}) => wrongUnit(name)},
  {name: 'colon', check: ({name}) => (name.includes(':') ? 'has a colon, which is for recording rules' : undefined)},
  {
    name: 'case',
    check: ({name}) => (/[a-z][A-Z]/.test(name) ? 'is written in camelCase; names are snake_case' : undefined),
  },
  {
    name: 'type-in-name',
    check: ({name, type}) =>
      TYPE_WORDS.includes(type) && name.split('_').includes(type) ? `has its type in its name` : undefined,
  },
  {name: 'label-case', check: ({samples}) => camelLabel(samples[0]?.labels ?? {})},
  {name: 'reserved-label', check: ({samples}) => reservedLabel(samples[0]?.labels ?? {})},
  {
    name: 'cardinality',
    check: (family) => (seriesIn(family) > SERIES_MANY ? `has ${seriesIn(family)} series on one page` : undefined),
  },
  {
    name: 'timestamps',
    check: ({samples}) =>
      samples.some(({timestamp}) => timestamp !== undefined)
        ? 'has timestamps of its own: it goes stale five minutes late, and Prometheus may refuse it as out of order'
        : undefined,
  },
  {
    name: 'nan',
    check: (family) =>
      !isDistribution(family) && family.samples.length > 0 && family.samples.every(({value}) => Number.isNaN(value))
        ? 'is NaN in all its samples'
        : undefined,
  },
];

function wrongUnit(name: string): string | undefined {
  const words = name.replace(/_(?:total|sum|count|bucket)$/, '').split('_');
  const last = words.at(-1) ?? '';
  const base = UNITS[last] ?? (words.length > 1 ? ABBREVIATED[last] : undefined);
  return base === undefined ? undefined : `is in ${last}; base units are used, here ${base}`;
}

function camelLabel(labels: Readonly<Record<string, string>>): string | undefined {
  const found = Object.keys(labels).find((label) => /[a-z][A-Z]/.test(label));
  return found === undefined ? undefined : `has the label ${found} in camelCase; labels are snake_case`;
}

function reservedLabel(labels: Readonly<Record<string, string>>): string | undefined {
  const found = Object.keys(labels).find((label) => label.startsWith('__'));
  return found === undefined ? undefined : `has the label ${found}; names with __ are Prometheus' own`;
}

const seriesIn = ({samples}: Family): number => samples.length;

/** What there is to say of a page's metrics, each rule once for each metric; duplicates by their samples. */
export function lint(families: readonly Family[]): readonly Remark[] {
  return families.flatMap((family) => [
    ...rules.flatMap(({name: rule, check}) => {
      const message = check(family);
      return message === undefined ? [] : [{metric: family.name, rule, message, line: family.samples[0]?.line ?? 0}];
    }),
    ...duplicates(family),
  ]);
}

function duplicates({name, samples}: Family): readonly Remark[] {
  const seen = new Map<string, number>();
  for (const sample of samples) {
    const key = `${sample.name}{${labelKey(sample.labels)}} ${String(sample.timestamp)}`;
    const first = seen.get(key);
    if (first !== undefined)
      return [
        {
          metric: name,
          rule: 'duplicate',
          message: `has the same series twice, first in line ${first}: Prometheus keeps one of them`,
          line: sample.line,
        },
      ];
    seen.set(key, sample.line);
  }
  return [];
}
