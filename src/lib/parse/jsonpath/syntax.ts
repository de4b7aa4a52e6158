import {JsonPathError} from './failure.ts';
import {Reader} from './reader.ts';

/** One thing done to the values found so far, inside `{…}`. */
export type Step =
  | {readonly is: 'literal'; readonly value: string | number | boolean}
  | {readonly is: 'field'; readonly name: string}
  | {readonly is: 'wildcard'}
  | {readonly is: 'recursive'}
  | {readonly is: 'slice'; readonly slice: Slice}
  | {readonly is: 'union'; readonly branches: ReadonlyArray<readonly Step[]>}
  | {readonly is: 'filter'; readonly left: readonly Step[]; readonly operator: string; readonly right: readonly Step[]};

/** `[from:to:step]`; `[3]` is from 3 to the derived 4. */
export interface Slice {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly isOne: boolean;
  readonly step: number | undefined;
}

export type Part =
  | {readonly is: 'text'; readonly text: string}
  | {readonly is: 'action'; readonly steps: readonly Step[]}
  | {readonly is: 'range'; readonly over: readonly Step[]; readonly body: readonly Part[]};

type Keyword = 'range' | 'end' | undefined;
interface Action {
  readonly keyword: Keyword;
  readonly steps: readonly Step[];
}

/** Text and actions, with what stands between `{range}` and `{end}` inside the range. */
export function parseTemplate(template: string): readonly Part[] {
  return body(new Reader(template), 0);
}

function body(reader: Reader, depth: number): readonly Part[] {
  const parts: Part[] = [];
  while (!reader.isAtEnd) {
    const text = reader.until('{');
    if (text !== '') parts.push({is: 'text', text});
    if (!reader.take('{')) continue;
    const {keyword, steps} = action(reader);
    if (keyword === 'range') parts.push({is: 'range', over: steps, body: body(reader, depth + 1)});
    else if (keyword !== 'end') parts.push({is: 'action', steps});
    else if (depth > 0) return parts;
    else throw new JsonPathError('not in range, nothing to end');
  }
  return parts;
}

/** Everything up to the `}` that closes it. */
function action(reader: Reader): Action {
  const steps: Step[] = [];
  let keyword: Keyword;
  while (!reader.take('}')) {
    const word = step(reader, steps);
    keyword ??= word;
  }
  return {keyword, steps};
}

const stepsIn = (text: string): readonly Step[] => action(new Reader(`${text}}`)).steps;

/** Reads one step onto the list, or gives the keyword that stands there. */
function step(reader: Reader, steps: Step[]): Keyword {
  if (reader.take('[?(')) steps.push(filter(reader));
  else if (reader.take('..')) recursive(reader, steps);
  else if (reader.takeAny(' @$')) return undefined;
  else if (reader.take('[')) steps.push(...brackets(reader));
  else if (reader.isAt(/["']/)) steps.push({is: 'literal', value: reader.quoted()});
  else if (reader.take('.')) steps.push(field(reader));
  else if (reader.isAt(/[-+\p{Nd}]/u)) steps.push({is: 'literal', value: number(reader)});
  else if (reader.isAt(/[\p{L}_]/u)) return word(reader, steps);
  else if (reader.isAtEnd || reader.isAt(/[\r\n]/)) throw new JsonPathError('unclosed action');
  else throw new JsonPathError(`unrecognized character in action: '${reader.peek()}'`);
  return undefined;
}

function recursive(reader: Reader, steps: Step[]): void {
  if (steps.at(-1)?.is === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
  steps.push({is: 'recursive'});
  if (reader.isAt(/[\p{L}\p{Nd}_]/u)) steps.push(field(reader));
}

function field(reader: Reader): Step {
  const name = reader.name();
  return name === '*' ? {is: 'wildcard'} : {is: 'field', name: name.replaceAll('\\', '')};
}

function word(reader: Reader, steps: Step[]): Keyword {
  const name = reader.name();
  if (name === 'range' || name === 'end') return name;
  if (name !== 'true' && name !== 'false') throw new JsonPathError(`unrecognized identifier ${name}`);
  steps.push({is: 'literal', value: name === 'true'});
  return undefined;
}

function number(reader: Reader): number {
  const text = reader.match(/[-+]?[\p{Nd}.]*/uy);
  const value = Number(text);
  if (!/\d/.test(text) || Number.isNaN(value)) throw new JsonPathError(`cannot parse number ${text}`);
  return value;
}

const KEY = /^'([^']*)'$/;
const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;

function brackets(reader: Reader): readonly Step[] {
  const inside = reader.match(/[^\]\n]*/y);
  if (!reader.take(']')) throw new JsonPathError('unterminated array');
  const members = inside.split(',');
  if (members.length > 1) return [{is: 'union', branches: members.map((one) => stepsIn(`[${one.trim()}]`))}];
  const [, key] = KEY.exec(inside) ?? [];
  if (key !== undefined) return stepsIn(`.${key}`);
  const [, from, to, by] = SLICE.exec(inside === '*' ? ':' : inside) ?? [];
  if (from === undefined) throw new JsonPathError(`invalid array index ${inside}`);
  const isOne = to === undefined;
  const begin = bound(from);
  return [
    {
      is: 'slice',
      slice: {from: begin, to: isOne ? (begin ?? 0) + 1 : bound(to.slice(1)), isOne, step: bound(by?.slice(1))},
    },
  ];
}

function bound(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (text === '-') throw new JsonPathError('array index - is not a number');
  return Number(text);
}

const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+)$/s;

/** Behind `[?(`: a comparison, or a path that has to exist. */
function filter(reader: Reader): Step {
  const inside = reader.filter();
  const [, left, operator, right] = COMPARISON.exec(inside) ?? [];
  if (left === undefined || operator === undefined || right === undefined)
    return {is: 'filter', left: stepsIn(inside), operator: 'exists', right: []};
  return {is: 'filter', left: stepsIn(left), operator, right: stepsIn(right)};
}
