import {type Node, parseRegex, type Place, type Range, RegexError, wordRanges} from './syntax.ts';

/**
 * Regular expressions that a person typed, matched in time linear in the text, whatever they typed: an automaton whose
 * states are made when they are needed. V8's own engine tries one way after the other and can hang for years on `(a+)+$`.
 */
export interface Linear {
  readonly source: string;
  test(text: string): boolean;
  /** The first match, the longest from its place; of the first {@link FIND_AT_MOST} characters. */
  find(text: string): readonly [start: number, end: number] | undefined;
}

type Step =
  | {readonly does: 'take'; readonly ranges: readonly Range[]; readonly next: number}
  | {readonly does: 'split'; readonly next: readonly number[]}
  | {readonly does: 'place'; readonly place: Place; readonly next: number}
  | {readonly does: 'match'};

const STEPS_AT_MOST = 20_000;
const STATES_AT_MOST = 4000;
const FIND_AT_MOST = 2000;
const NEWLINE = 10;

/** What stood before a position, as far as `^`, `$` and `\b` ask. */
type Before = 0 | 1 | 2;
const [OTHER, IN_WORD, AT_START] = [0, 1, 2] as const;

interface State {
  readonly steps: readonly number[];
  readonly before: Before;
  /** By class of the next character, the last for the end: the state behind it, or what was found out. */
  readonly next: Array<State | true | false | undefined>;
}

/** Throws {@link RegexError} for what is no expression or cannot be matched in linear time. */
export function linear(source: string, {ignoreCase = false}: {readonly ignoreCase?: boolean} = {}): Linear {
  const steps = compiled(parseRegex(source, ignoreCase));
  const classes = new Classes(steps);
  const searching = new Automaton(steps, classes, true);
  const anchored = new Automaton(steps, classes, false);
  return {
    source,
    test: (text) => searching.run(text, 0, text.length) !== -1,
    find: (text) => {
      const limit = Math.min(text.length, FIND_AT_MOST);
      if (searching.run(text, 0, limit) === -1) return undefined;
      for (let start = 0; start <= limit; start++) {
        const end = anchored.longest(text, start, limit);
        if (end !== -1) return [start, end];
      }
      return undefined;
    },
  };
}

/** Thompson's construction; steps are made from the end so that each knows its next. */
function compiled(node: Node): readonly Step[] {
  const steps: Step[] = [{does: 'match'}];
  const add = (step: Step): number => {
    if (steps.length >= STEPS_AT_MOST)
      throw new RegexError('the expression is too large when its repetitions are written out', 0);
    return steps.push(step) - 1;
  };
  const from = (one: Node, next: number): number => {
    switch (one.is) {
      case 'set':
        return add({does: 'take', ranges: one.ranges, next});
      case 'at':
        return add({does: 'place', place: one.place, next});
      case 'all':
        return one.nodes.reduceRight((after, part) => from(part, after), next);
      case 'any':
        return add({does: 'split', next: one.nodes.map((part) => from(part, next))});
      case 'repeat':
        return repeat(one.node, one.least, one.most, next);
    }
  };
  const repeat = (one: Node, least: number, most: number, next: number): number => {
    let after = next;
    if (most === Infinity) {
      const loop: number[] = [next];
      const split = add({does: 'split', next: loop});
      loop.push(from(one, split));
      after = split;
    } else for (let count = least; count < most; count++) after = add({does: 'split', next: [next, from(one, after)]});
    for (let count = 0; count < least; count++) after = from(one, after);
    return after;
  };
  const start = from(node, 0);
  return [...steps, {does: 'split', next: [start]}];
}

/** Characters that no step tells apart are one class, so that a state's table is small. */
class Classes {
  readonly count: number;
  readonly #bounds: readonly number[];
  readonly #ascii: Uint16Array;

  constructor(steps: readonly Step[]) {
    const bounds = new Set<number>([0, NEWLINE, NEWLINE + 1]);
    for (const [first, last] of [
      ...wordRanges,
      ...steps.flatMap((step) => (step.does === 'take' ? step.ranges : [])),
    ]) {
      bounds.add(first);
      bounds.add(last + 1);
    }
    this.#bounds = [...bounds].sort((a, b) => a - b);
    this.count = this.#bounds.length;
    this.#ascii = Uint16Array.from({length: 128}, (_, code) => this.#search(code));
  }

  of(code: number): number {
    return code < 128 ? (this.#ascii[code] ?? 0) : this.#search(code);
  }

  #search(code: number): number {
    let [low, high] = [0, this.#bounds.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#bounds[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const isIn = (ranges: readonly Range[], code: number): boolean =>
  ranges.some(([first, last]) => code >= first && code <= last);
const isWord = (code: number): boolean => isIn(wordRanges, code);

class Automaton {
  readonly #steps: readonly Step[];
  readonly #classes: Classes;
  readonly #searches: boolean;
  #states = new Map<string, State>();

  constructor(steps: readonly Step[], classes: Classes, searches: boolean) {
    this.#steps = steps;
    this.#classes = classes;
    this.#searches = searches;
  }

  /** Where the shortest match ends that ends first; -1 for none. */
  run(text: string, from: number, to: number): number {
    let state: State | boolean = this.#begin(text, from);
    for (let at = from; at <= to; at++) {
      state = this.#after(state, at === to ? -1 : text.charCodeAt(at));
      if (state === true) return at;
      if (state === false) return -1;
    }
    return -1;
  }

  /** Where the longest match ends that begins at `from`; -1 for none. */
  longest(text: string, from: number, to: number): number {
    let best = -1;
    let state = this.#begin(text, from);
    for (let at = from; at <= to; at++) {
      const code = at === to ? -1 : text.charCodeAt(at);
      const {taking, hasMatched} = this.#closure(state, code);
      if (hasMatched) best = at;
      if (code === -1 || taking.length === 0) break;
      state = this.#state(this.#stepped(taking, code), isWord(code) ? IN_WORD : OTHER);
    }
    return best;
  }

  #begin(text: string, from: number): State {
    const before = from === 0 ? AT_START : isWord(text.charCodeAt(from - 1)) ? IN_WORD : OTHER;
    return this.#state([this.#steps.length - 1], before);
  }

  #after(state: State, code: number): State | boolean {
    const column = code === -1 ? this.#classes.count : this.#classes.of(code);
    const known = state.next[column];
    if (known !== undefined) return known;
    const found = this.#found(state, code);
    state.next[column] = found;
    return found;
  }

  #found(state: State, code: number): State | boolean {
    const {taking, hasMatched} = this.#closure(state, code);
    if (hasMatched) return true;
    if (code === -1) return false;
    const steps = this.#stepped(taking, code);
    if (this.#searches) steps.push(this.#steps.length - 1);
    return steps.length === 0 ? false : this.#state(steps, isWord(code) ? IN_WORD : OTHER);
  }

  #stepped(taking: readonly number[], code: number): number[] {
    const out: number[] = [];
    for (const at of taking) {
      const step = this.#steps[at];
      if (step?.does === 'take' && isIn(step.ranges, code)) out.push(step.next);
    }
    return out;
  }

  /** All steps that can be reached without taking a character. */
  #closure({steps, before}: State, code: number): {readonly taking: readonly number[]; readonly hasMatched: boolean} {
    const seen = new Set<number>();
    const open = [...steps];
    const taking: number[] = [];
    let hasMatched = false;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = this.#steps[at];
      if (step?.does === 'take') taking.push(at);
      else if (step?.does === 'split') open.push(...step.next);
      else if (step?.does === 'place') {
        if (holds(step.place, before, code)) open.push(step.next);
      } else hasMatched = true;
    }
    return {taking, hasMatched};
  }

  #state(steps: readonly number[], before: Before): State {
    const unique = [...new Set(steps)].sort((a, b) => a - b);
    const key = `${before} ${unique.join(' ')}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    // A fresh table rather than an ever larger one: what is needed again is made again.
    if (this.#states.size >= STATES_AT_MOST) this.#states = new Map();
    const state: State = {steps: unique, before, next: []};
    this.#states.set(key, state);
    return state;
  }
}

function holds(place: Place, before: Before, code: number): boolean {
  switch (place) {
    case 'start':
      return before === AT_START;
    case 'end':
      return code === -1;
    case 'edge':
      return (before === IN_WORD) !== (code !== -1 && isWord(code));
    case 'no edge':
      return (before === IN_WORD) === (code !== -1 && isWord(code));
  }
}
