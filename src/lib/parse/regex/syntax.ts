/** A regular expression as typed, taken apart. Only what can be matched in linear time is understood. */
export type Node =
  | {readonly is: 'set'; readonly ranges: readonly Range[]}
  | {readonly is: 'all'; readonly nodes: readonly Node[]}
  | {readonly is: 'any'; readonly nodes: readonly Node[]}
  | {readonly is: 'repeat'; readonly node: Node; readonly least: number; readonly most: number}
  | {readonly is: 'at'; readonly place: Place};

/** Code units, both ends included. */
export type Range = readonly [first: number, last: number];
export type Place = 'start' | 'end' | 'edge' | 'no edge';

export class RegexError extends Error {
  /** Characters from the beginning, 0 the first. */
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.name = 'RegexError';
    this.position = position;
  }
}

const LAST = 0xffff;
const DIGIT: readonly Range[] = [[48, 57]];
const WORD: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: readonly Range[] = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
export const wordRanges = WORD;

export function inverted(ranges: readonly Range[]): readonly Range[] {
  const out: Range[] = [];
  let from = 0;
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (first > from) out.push([from, first - 1]);
    from = Math.max(from, last + 1);
  }
  if (from <= LAST) out.push([from, LAST]);
  return out;
}

const CLASSES: Readonly<Record<string, readonly Range[]>> = {
  d: DIGIT,
  D: inverted(DIGIT),
  w: WORD,
  W: inverted(WORD),
  s: SPACE,
  S: inverted(SPACE),
};
const CONTROLS: Readonly<Record<string, number>> = {n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0};
const POSIX: Readonly<Record<string, readonly Range[]>> = {
  alpha: [
    [65, 90],
    [97, 122],
  ],
  digit: DIGIT,
  alnum: [...DIGIT, [65, 90], [97, 122]],
  space: SPACE,
  upper: [[65, 90]],
  lower: [[97, 122]],
  xdigit: [...DIGIT, [65, 70], [97, 102]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
};
const ANY: Node = {is: 'set', ranges: inverted([[10, 10]])};
const REPEAT_AT_MOST = 1000;
const DEPTH_AT_MOST = 200;

/** Throws {@link RegexError}. `ignoreCase` as `i`, or written as `(?i)` in front. */
export function parseRegex(source: string, ignoreCase = false): Node {
  let at = 0;
  let depth = 0;
  let folds = ignoreCase;

  const fail = (message: string, position = at): never => {
    throw new RegexError(message, position);
  };
  const take = (text: string): boolean => {
    if (!source.startsWith(text, at)) return false;
    at += text.length;
    return true;
  };

  const alternatives = (): Node => {
    if (++depth > DEPTH_AT_MOST) fail('groups are nested too deeply');
    const nodes = [sequence()];
    while (take('|')) nodes.push(sequence());
    depth--;
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : {is: 'any', nodes};
  };
  const sequence = (): Node => {
    const nodes: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') nodes.push(repeated());
    return {is: 'all', nodes};
  };
  const repeated = (): Node => {
    const start = at;
    let node = atom();
    for (;;) {
      const [least, most] = quantifier() ?? [];
      if (least === undefined || most === undefined) return node;
      if (most < least) fail('the smaller number of a repetition comes first', start);
      if (take('+')) fail('possessive repetitions are not supported', at - 1);
      take('?');
      node = {is: 'repeat', node, least, most};
    }
  };
  const quantifier = (): readonly [number, number] | undefined => {
    if (take('*')) return [0, Infinity];
    if (take('+')) return [1, Infinity];
    if (take('?')) return [0, 1];
    const [all, least, comma, most] = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(at, at + 16)) ?? [];
    if (all === undefined) return undefined;
    if (Number(least) > REPEAT_AT_MOST || Number(most ?? 0) > REPEAT_AT_MOST)
      fail(`a repetition is counted to ${REPEAT_AT_MOST} at most`);
    at += all.length;
    return [Number(least), comma === undefined ? Number(least) : most === '' ? Infinity : Number(most)];
  };
  const atom = (): Node => {
    const start = at;
    const char = source[at++] ?? '';
    switch (char) {
      case '(':
        return group(start);
      case '[':
        return set(bracket(start));
      case '.':
        return ANY;
      case '^':
        return {is: 'at', place: 'start'};
      case '$':
        return {is: 'at', place: 'end'};
      case '\\':
        return escape(start);
      case '*':
      case '+':
      case '?':
        return fail(`nothing stands in front of ${char} that could be repeated`, start);
      default:
        return set([[char.charCodeAt(0), char.charCodeAt(0)]]);
    }
  };
  const set = (ranges: readonly Range[]): Node => ({is: 'set', ranges: folds ? folded(ranges) : ranges});
  const group = (start: number): Node => {
    const before = folds;
    if (take('?')) {
      const [flags] = /^([imsx]*)(?=[):])/.exec(source.slice(at)) ?? [];
      if (flags !== undefined && flags !== '') {
        at += flags.length;
        if (flags.includes('i')) folds = true;
        if (take(')')) return {is: 'all', nodes: []};
      }
      if (!take(':') && !/^(?:P?<[A-Za-z_]\w*>)/.test(source.slice(at)))
        fail('look-ahead, look-behind and other extensions cannot be matched in linear time', start);
      at += /^(?:P?<\w+>)/.exec(source.slice(at))?.[0].length ?? 0;
    }
    const node = alternatives();
    if (!take(')')) fail('this group is not closed', start);
    folds = before;
    return node;
  };
  const escape = (start: number): Node => {
    const letter = source[at++] ?? fail('a backslash ends the expression', start);
    if (letter === 'b') return {is: 'at', place: 'edge'};
    if (letter === 'B') return {is: 'at', place: 'no edge'};
    if (letter === 'A') return {is: 'at', place: 'start'};
    if (letter === 'z' || letter === 'Z') return {is: 'at', place: 'end'};
    if (/[1-9]/.test(letter) || letter === 'k') fail('back-references cannot be matched in linear time', start);
    return set(escaped(letter, start));
  };
  const escaped = (letter: string, start: number): readonly Range[] => {
    const known = CLASSES[letter];
    if (known !== undefined) return known;
    const hex = letter === 'x' ? /^[\da-fA-F]{2}/ : letter === 'u' ? /^[\da-fA-F]{4}/ : undefined;
    if (hex !== undefined) {
      const digits = hex.exec(source.slice(at))?.[0] ?? fail(`\\${letter} needs its hexadecimal digits`, start);
      at += digits.length;
      const code = Number.parseInt(digits, 16);
      return [[code, code]];
    }
    const code = CONTROLS[letter] ?? letter.charCodeAt(0);
    if (/[A-Za-z]/.test(letter) && CONTROLS[letter] === undefined) fail(`\\${letter} is not known`, start);
    return [[code, code]];
  };
  const bracket = (start: number): readonly Range[] => {
    const isInverted = take('^');
    const ranges: Range[] = [];
    for (let first = true; ; first = false) {
      if (at >= source.length) fail('this [ is not closed', start);
      if (source[at] === ']' && !first) break;
      const from = member(start);
      if (from.length === 1 && source[at] === '-' && source[at + 1] !== ']' && at + 1 < source.length) {
        at++;
        const to = member(start);
        const [low, high] = [from[0]?.[0] ?? 0, to[0]?.[1] ?? 0];
        if (high < low) fail('this range is the wrong way round', at - 1);
        ranges.push([low, high]);
      } else ranges.push(...from);
    }
    at++;
    const all = folds ? folded(ranges) : ranges;
    return isInverted ? inverted(all) : all;
  };
  const member = (start: number): readonly Range[] => {
    const [all, name = ''] = /^\[:(\w+):\]/.exec(source.slice(at, at + 16)) ?? [];
    if (all !== undefined) {
      at += all.length;
      return POSIX[name] ?? fail(`[:${name}:] is not known`, at);
    }
    const char = source[at++] ?? '';
    if (char !== '\\') return [[char.charCodeAt(0), char.charCodeAt(0)]];
    const letter = source[at++] ?? fail('this [ is not closed', start);
    return letter === 'b' ? [[8, 8]] : escaped(letter, at - 2);
  };

  const node = alternatives();
  if (at < source.length) fail('this ) closes nothing');
  return node;
}

/** Letters with their other case; beyond ASCII those of small ranges, which is what people type. */
function folded(ranges: readonly Range[]): readonly Range[] {
  const out: Range[] = [...ranges];
  for (const [first, last] of ranges) {
    if (last - first > 512) {
      out.push(...overlap(first, last, 65, 90, 32), ...overlap(first, last, 97, 122, -32));
      continue;
    }
    for (let code = first; code <= last; code++) {
      const char = String.fromCharCode(code);
      for (const other of [char.toLowerCase(), char.toUpperCase()])
        if (other.length === 1 && other !== char) out.push([other.charCodeAt(0), other.charCodeAt(0)]);
    }
  }
  return out;
}

function overlap(first: number, last: number, low: number, high: number, shift: number): readonly Range[] {
  const [from, to] = [Math.max(first, low), Math.min(last, high)];
  return from > to ? [] : [[from + shift, to + shift]];
}
