import {isNamespaced, type Kind, kindNamed} from '../model/kinds.ts';
import {type Ref, ref} from '../model/ref.ts';

/** What a person typed as the object: `deploy/web`, or `deploy` and `web` apart. */
export type Target =
  | {readonly is: 'object'; readonly kind: Kind; readonly name: string}
  | {readonly is: 'wrong'; readonly because: string};

export function target(words: readonly string[]): Target {
  const [first = '', second, ...more] = words;
  const [kindWord = '', ...rest] = second === undefined ? first.split('/') : [first, second];
  const name = rest.join('/');
  if (more.length > 0)
    return {is: 'wrong', because: `one object at a time, and ${String(words.length)} words are too many`};
  if (name === '') return {is: 'wrong', because: `"${first}" names no object`};
  const kind = kindNamed(kindWord);
  if (kind === undefined) return {is: 'wrong', because: `"${kindWord}" is no kind that kdiag knows`};
  return {is: 'object', kind, name};
}

export const targetRef = (kind: Kind, namespace: string, name: string): Ref =>
  ref(kind, isNamespaced(kind) ? namespace : undefined, name);
