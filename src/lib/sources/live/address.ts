import {UserError} from '../../model/failure.ts';
import {type Kind, kindRow} from '../../model/kinds.ts';
import type {Scope} from '../../model/source.ts';
import type {Subject} from './status.ts';

/** Puts names into a path, so that none of them leads elsewhere: path`/api/v1/nodes/${node}/proxy`. */
export const path = (parts: TemplateStringsArray, ...names: readonly string[]): string =>
  parts.map((part, index) => part + (index < names.length ? segment(names[index] ?? '') : '')).join('');

/** What the API server itself takes for a name in a path. */
function segment(name: string): string {
  if (/^\.{0,2}$|[/%\0-\x1f\x7f]/.test(name))
    throw new UserError(`${JSON.stringify(name)} cannot be the name of an object.`, 'Look for a typing error.');
  return encodeURIComponent(name);
}

/** `?a=1&b=2` of those that are given. */
export function query(given: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const pairs = Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

export function listPath(kind: Kind, {namespace}: Scope): string {
  const {group, version, plural, namespaced} = kindRow(kind);
  const root = group === '' ? path`/api/${version}` : path`/apis/${group}/${version}`;
  return namespaced && namespace !== undefined
    ? root + path`/namespaces/${namespace}/${plural}`
    : root + path`/${plural}`;
}

/** What a list or watch of this kind is called in a gap, and in kubectl auth can-i. */
export function subjectOf(kind: Kind, {namespace}: Scope, verb: 'list' | 'watch' = 'list'): Subject {
  const {group, plural, namespaced} = kindRow(kind);
  const resource = group === '' ? plural : `${plural}.${group}`;
  const where = !namespaced ? '' : namespace === undefined ? ' in all namespaces' : ` in namespace ${namespace}`;
  const flag = !namespaced ? '' : namespace === undefined ? ' -A' : ` -n ${namespace}`;
  const missing = {why: 'not installed', hint: `the server has no ${resource}`} as const;
  return {what: `${plural}${where}`, can: `${verb} ${resource}${flag}`, missing};
}
