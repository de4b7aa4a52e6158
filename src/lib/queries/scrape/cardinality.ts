import type {Family} from '../../model/exposition.ts';

/** How many series a metric has, and which label makes them. */
export interface Cardinality {
  readonly metric: string;
  readonly series: number;
  /** Of all series of the page. */
  readonly share: number;
  readonly labels: readonly LabelCardinality[];
}

export interface LabelCardinality {
  readonly label: string;
  readonly values: number;
  /** A few of them. */
  readonly some: readonly string[];
}

const EXAMPLES = 3;

/** Metrics by the number of their series, the largest first. */
export function cardinalities(families: readonly Family[]): readonly Cardinality[] {
  const all = families.reduce((sum, {samples}) => sum + samples.length, 0);
  return families
    .filter(({samples}) => samples.length > 0)
    .map(({name, samples}) => {
      const values = new Map<string, Set<string>>();
      for (const {labels} of samples)
        for (const [label, value] of Object.entries(labels))
          (values.get(label) ?? values.set(label, new Set()).get(label))?.add(value);
      const labels = [...values]
        .map(([label, found]) => ({label, values: found.size, some: [...found].slice(0, EXAMPLES)}))
        .sort((a, b) => b.values - a.values);
      return {metric: name, series: samples.length, share: samples.length / all, labels};
    })
    .sort((a, b) => b.series - a.series);
}
