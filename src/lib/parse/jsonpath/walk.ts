import {JsonPathError} from './failure.ts';
import type {Slice, Step} from './syntax.ts';

/** All values reached from the given ones, step after step. */
export const walk = (steps: readonly Step[], from: readonly unknown[]): readonly unknown[] =>
  steps.reduce((values, step) => taken(step, values), from);

function taken(step: Step, values: readonly unknown[]): readonly unknown[] {
  switch (step.is) {
    case 'literal':
      return values.length === 0 ? [] : [step.value];
    case 'field':
      return values.flatMap((value) => fieldOf(value, step.name));
    case 'wildcard':
      return values.flatMap(members);
    case 'recursive':
      return values.flatMap(allBelow);
    case 'slice':
      return values.flatMap((value) => sliced(value, step.slice));
    case 'union':
      return step.branches.flatMap((branch) => walk(branch, values));
    case 'filter':
      return values.flatMap((value) => kept(value, step));
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldOf(value: unknown, name: string): readonly unknown[] {
  if (!isMap(value) || !Object.hasOwn(value, name)) return [];
  const found = value[name];
  return found === undefined ? [] : [found];
}

/** Elements of a list, values of an object; of a string its bytes in kubectl, which nobody can want. */
function members(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return isMap(value) ? Object.values(value).filter((one) => one !== undefined) : [];
}

/** The value and everything below it that has something below it. */
function allBelow(value: unknown): readonly unknown[] {
  const below = members(value);
  return below.length === 0 ? [] : [value, ...below.flatMap(allBelow)];
}

function sliced(value: unknown, {from, to, isOne, step = 1}: Slice): readonly unknown[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new JsonPathError(`${kindOf(value)} is not array or slice`);
  const {length} = value;
  const begin = from === undefined ? 0 : from < 0 ? from + length : from;
  let end = to ?? length;
  if (end < 0 || (end === 0 && isOne)) end += length;
  if (begin === end) return [];
  if (begin >= length || begin < 0)
    throw new JsonPathError(`array index out of bounds: index ${begin}, length ${length}`);
  if (end > length || end < 0) throw new JsonPathError(`array index out of bounds: index ${end - 1}, length ${length}`);
  if (begin > end) throw new JsonPathError(`starting index ${begin} is greater than ending index ${end}`);
  if (step <= 0) throw new JsonPathError('step must be > 0');
  return (value as readonly unknown[]).slice(begin, end).filter((_, at) => at % step === 0);
}

type Filter = Extract<Step, {is: 'filter'}>;

function kept(value: unknown, {left, operator, right}: Filter): readonly unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError(`${kindOf(value)} is not array or slice and cannot be filtered`);
  return (value as readonly unknown[]).filter((one) => {
    if (operator === 'exists') return walk(left, [one]).length > 0;
    const compare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    if (compare === undefined) throw new JsonPathError(`unrecognized filter operator ${operator}`);
    const sides = [only(walk(left, [one])), only(walk(right, [one]))];
    return sides.every((side) => side !== undefined) && compare(order(sides[0], sides[1]));
  });
}

function only(values: readonly unknown[]): unknown {
  if (values.length > 1) throw new JsonPathError('can only compare one element at a time');
  return values[0];
}

const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** Negative, zero or positive; NaN where no operator but `!=` can hold. */
function order(left: unknown, right: unknown): number {
  if (left === null || right === null) return left === right ? 0 : Number.NaN;
  if (typeof left !== typeof right) throw new JsonPathError('incompatible types for comparison');
  if (typeof left === 'object') throw new JsonPathError('invalid type for comparison');
  return left === right ? 0 : (left as string | number) < (right as string | number) ? -1 : 1;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return isMap(value) ? 'map' : typeof value;
}
