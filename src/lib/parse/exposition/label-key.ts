import type {Labels} from '../../model/exposition.ts';

/** `a="1",b="2"` with the labels in order of their names: equal for equal label sets. */
export const labelKey = (labels: Labels): string =>
  Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(',');
