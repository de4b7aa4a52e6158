import {describe, expect, test} from 'vitest';
import {chosenColumns, sorted, sortKeys} from '../../../src/lib/views/columns.ts';
import type {Column} from '../../../src/lib/views/listing.ts';

interface Row {
  readonly name: string;
  readonly cpu?: number;
}
const columns: ReadonlyArray<Column<Row>> = [
  {name: 'name', header: 'NAME', shows: 'its name', when: 'shown', text: ({name}) => name, value: ({name}) => name},
  {name: 'cpu', header: 'CPU(cores)', shows: 'use', when: 'wide', text: ({cpu}) => String(cpu), value: ({cpu}) => cpu},
  {name: 'age', header: 'AGE', shows: 'age', when: 'asked', text: () => '', value: () => 1},
];
const rows: readonly Row[] = [{name: 'b', cpu: 1}, {name: 'a', cpu: 2}, {name: 'c'}, {name: 'a', cpu: 1}];
const names = (typed: string): string =>
  sorted(rows, sortKeys(columns, typed))
    .map(({name, cpu}) => `${name}${cpu ?? ''}`)
    .join(' ');

describe('which columns', () => {
  test.each([
    [{wide: false}, 'name'],
    [{wide: true}, 'name,cpu'],
    [{wide: false, columns: 'age, name'}, 'age,name'],
    [{wide: false, columns: 'CPU(cores)'}, 'cpu'],
  ])('%j shows %s', (wish, expected) => {
    expect(
      chosenColumns(columns, wish)
        .map(({name}) => name)
        .join(),
    ).toBe(expected);
  });

  test.each([['nmae'], [' , ']])('"%s" is refused with the names there are', (typed) => {
    expect(() => chosenColumns(columns, {wide: false, columns: typed})).toThrow(
      expect.objectContaining({exit: 2, hint: 'Columns are name, cpu, age.'}) as Error,
    );
  });
});

describe('in which order', () => {
  test.each([
    ['cpu', 'a2 b1 a1 c'],
    ['+cpu', 'b1 a1 a2 c'],
    ['-cpu', 'a2 b1 a1 c'],
    ['name', 'a2 a1 b1 c'],
    ['-name', 'c b1 a2 a1'],
    ['name,+cpu', 'a1 a2 b1 c'],
    ['cpu,name', 'a2 a1 b1 c'],
  ])('--sort-by %s', (typed, expected) => {
    expect(names(typed)).toBe(expected);
  });

  test('an unknown key is refused with the names there are', () => {
    expect(() => sortKeys(columns, 'cpu,-mem')).toThrow(
      expect.objectContaining({message: '--sort-by: there is no column "mem"', exit: 2}) as Error,
    );
  });
});
