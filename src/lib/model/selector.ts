import type {LabelSelector} from './kube/meta.ts';
import type {Words} from './schema.ts';

/** Whether labels satisfy a map selector such as a Service's. An empty selector selects nothing here, as in a Service. */
export function matchesMap(selector: Words, labels: Words): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

type Expression = LabelSelector['matchExpressions'][number];

const holds: Readonly<Record<string, (values: readonly string[], value: string | undefined) => boolean>> = {
  In: (values, value) => value !== undefined && values.includes(value),
  NotIn: (values, value) => value === undefined || !values.includes(value),
  Exists: (_, value) => value !== undefined,
  DoesNotExist: (_, value) => value === undefined,
  Gt: ([bound], value) => value !== undefined && Number(value) > Number(bound),
  Lt: ([bound], value) => value !== undefined && Number(value) < Number(bound),
};

export const expressionHolds = ({key, operator, values}: Expression, labels: Words): boolean =>
  holds[operator ?? '']?.(values, labels[key]) ?? false;

/** metav1.LabelSelector semantics: an empty selector selects everything. */
export function matchesSelector(selector: LabelSelector, labels: Words): boolean {
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
    selector.matchExpressions.every((expression) => expressionHolds(expression, labels))
  );
}

export const isEmptySelector = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels).length === 0 && selector.matchExpressions.length === 0;

/** `app=web, tier in (a, b)`, as kubectl prints it. */
export function spellSelector(selector: LabelSelector): string {
  const labels = Object.entries(selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = selector.matchExpressions.map(
    ({key, operator, values}) => `${key} ${(operator ?? '').toLowerCase()} (${values.join(', ')})`,
  );
  return [...labels, ...expressions].join(',');
}

export const spellMap = (words: Words): string =>
  Object.entries(words)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
