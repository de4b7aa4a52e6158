import type {Words} from '../model/schema.ts';
import {labelSelector} from '../parse/selector.ts';

/** What a filter looks at: the words of a line, and labels where it is about an object that has them. */
export interface Filtered {
  readonly words: string;
  readonly labels?: Words | undefined;
}

export type Filter =
  | {readonly is: 'none'}
  | {readonly is: 'filter'; readonly keeps: (one: Filtered) => boolean}
  | {readonly is: 'wrong'; readonly because: string};

/**
 * As in k9s: `web` is a regular expression (or words, where it is none), `!web` keeps the others, `-l app=web` goes by
 * labels, `-f wb` finds letters in their order. Nothing typed keeps everything.
 */
export function filterOf(typed: string): Filter {
  const text = typed.trim();
  const [, flag, rest = ''] = /^-([lf])(?:\s+(.*))?$/.exec(text) ?? [];
  if (text === '' || text === '!' || text === '-') return {is: 'none'};
  if (flag === 'l') return byLabels(rest);
  if (flag === 'f') return byLetters(rest);
  const keeps = matcher(text.startsWith('!') ? text.slice(1).trim() : text);
  return {is: 'filter', keeps: text.startsWith('!') ? ({words}) => !keeps(words) : ({words}) => keeps(words)};
}

function byLabels(typed: string): Filter {
  if (typed.trim() === '') return {is: 'none'};
  const selector = labelSelector(typed);
  return selector.is === 'wrong'
    ? {is: 'wrong', because: selector.because}
    : {is: 'filter', keeps: ({labels}) => labels !== undefined && selector.matches(labels)};
}

function byLetters(typed: string): Filter {
  const letters = Array.from(typed.toLowerCase().replaceAll(' ', ''));
  return letters.length === 0
    ? {is: 'none'}
    : {is: 'filter', keeps: ({words}) => hasInOrder(words.toLowerCase(), letters)};
}

function hasInOrder(words: string, letters: readonly string[]): boolean {
  let from = 0;
  return letters.every((letter) => {
    const at = words.indexOf(letter, from);
    from = at + 1;
    return at !== -1;
  });
}

/** Half-typed expressions are no mistake: `(web` means these letters until it is closed. */
function matcher(text: string): (words: string) => boolean {
  try {
    const pattern = new RegExp(text, 'iu');
    return (words) => pattern.test(words);
  } catch {
    const wanted = text.toLowerCase();
    return (words) => words.toLowerCase().includes(wanted);
  }
}
