import type {LabelSelector} from '../model/kube/meta.ts';
import {matchesSelector} from '../model/selector.ts';
import type {Words} from '../model/schema.ts';

/** A selector as it is typed after -l or --field-selector. */
export type Selected<T> =
  {readonly is: 'selector'; readonly matches: (of: T) => boolean} | {readonly is: 'wrong'; readonly because: string};

type Expression = LabelSelector['matchExpressions'][number];

/** `app=web`, `tier!=db`, `env in (a,b)`, `env notin (a)`, `canary`, `!canary`, `cores>4` (apimachinery labels.Parse). */
export function labelSelector(typed: string): Selected<Words> {
  const expressions: Expression[] = [];
  for (const part of partsOf(typed)) {
    const expression = expressionOf(part);
    if (expression === undefined) return {is: 'wrong', because: `"${part}" is no requirement of labels`};
    expressions.push(expression);
  }
  const selector = {matchLabels: {}, matchExpressions: expressions};
  return {is: 'selector', matches: (labels) => matchesSelector(selector, labels)};
}

/** At commas, but for those inside of parentheses. */
const partsOf = (typed: string): readonly string[] =>
  typed
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part, _, all) => part !== '' || all.length > 1);

const KEY = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?`;
const VALUE = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const COMPARED = new RegExp(`^(${KEY})\\s*(==|=|!=|>|<)\\s*(${VALUE})$`);
const LISTED = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const PRESENT = new RegExp(`^(!?)\\s*(${KEY})$`);
const ONE_VALUE = new RegExp(`^${VALUE}$`);
const OPERATOR: Readonly<Record<string, string>> = {
  '=': 'In',
  '==': 'In',
  '!=': 'NotIn',
  '>': 'Gt',
  '<': 'Lt',
  in: 'In',
  notin: 'NotIn',
};

function expressionOf(part: string): Expression | undefined {
  const [, key, sign = '', value = ''] = COMPARED.exec(part) ?? [];
  if (key !== undefined) {
    if ((sign === '>' || sign === '<') && !/^\d+$/.test(value)) return undefined;
    return {key, operator: OPERATOR[sign], values: [value]};
  }
  const [, listed, word = '', members = ''] = LISTED.exec(part) ?? [];
  if (listed !== undefined) {
    const values = members.split(',').map((one) => one.trim());
    return values.every((one) => ONE_VALUE.test(one)) ? {key: listed, operator: OPERATOR[word], values} : undefined;
  }
  const [, not, present] = PRESENT.exec(part) ?? [];
  return present === undefined
    ? undefined
    : {key: present, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: []};
}

/** `spec.nodeName=node-1,status.phase!=Running`: fields of the object as sent, compared as text. */
export function fieldSelector(typed: string): Selected<unknown> {
  const terms = typed.split(',').map((part) => /^\s*([\w.[\]/-]+?)\s*(==|=|!=)\s*(.*?)\s*$/.exec(part));
  const wrong = terms.findIndex((term) => term === null);
  if (wrong !== -1) return {is: 'wrong', because: `"${typed.split(',')[wrong] ?? ''}" is no requirement of a field`};
  return {
    is: 'selector',
    matches: (object) =>
      terms.every((term) => {
        const [, path = '', sign = '', value = ''] = term ?? [];
        return (fieldAt(object, path.split('.')) === value) === (sign !== '!=');
      }),
  };
}

function fieldAt(object: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    object,
  );
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
}

/** `dedicated`, `dedicated=gpu`, `dedicated=gpu:NoSchedule`, `dedicated:NoSchedule`; with `-` behind it, nodes without it. */
export interface TaintSelector {
  readonly key: string;
  readonly value: string | undefined;
  readonly effect: string | undefined;
  readonly isWithout: boolean;
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

export function taintSelector(typed: string): TaintSelector | undefined {
  const isWithout = typed.endsWith('-');
  const [, key, value, effect] =
    /^([^=:\s]+)(?:=([^=:\s]*))?(?::([A-Za-z]+))?$/.exec(isWithout ? typed.slice(0, -1) : typed) ?? [];
  if (key === undefined || (effect !== undefined && !EFFECTS.some((one) => one === effect))) return undefined;
  return {key, value, effect, isWithout};
}
