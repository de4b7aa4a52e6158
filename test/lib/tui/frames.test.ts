import {beforeAll, describe, expect, test} from 'vitest';
import {widthOf} from '../../../src/lib/parse/width.ts';
import {frame} from '../../../src/lib/tui/frame.ts';
import type {Look, State} from '../../../src/lib/tui/state.ts';
import {reduce} from '../../../src/lib/tui/reduce.ts';
import {DEMO} from '../../commands/support.ts';
import {lookAt, pressed, room, shown, sizeName, SIZES} from '../../support/tui.ts';

/** Every screen as it is after some keys. A frame that is meant to change is written anew by `vitest -u`. */
const SCREENS: Readonly<Record<string, readonly string[]>> = {
  home: [],
  incident: ['enter'],
  'incident-tree': ['enter', 'tab', 'down', 'down', 'down'],
  rule: ['enter', 'x'],
  fix: ['enter', 'f'],
  help: ['enter', '?'],
};

let demo: Look;
beforeAll(async () => {
  demo = await lookAt(DEMO);
});

describe.each(SIZES.map((size) => [sizeName(size), size] as const))('at %s', (name, size) => {
  test.each(Object.entries(SCREENS))('%s is drawn whole', async (screen, keys) => {
    await expect(`${shown(pressed(room(demo, size), ...keys))}\n`).toMatchFileSnapshot(
      `../../support/frames/${screen}-${name}.txt`,
    );
  });
});

describe('at any size', () => {
  const sizes = [
    {columns: 1, rows: 1},
    {columns: 39, rows: 7},
    {columns: 40, rows: 8},
    {columns: 80, rows: 9},
    {columns: 400, rows: 100},
  ];
  test.each(sizes.map((size) => [sizeName(size), size] as const))(
    '%s: as many rows as there are, none wider than the terminal',
    (_, size) => {
      for (const keys of Object.values(SCREENS)) {
        const state = pressed(room(demo, size), ...keys);
        const rows = shown(state).split('\n');
        expect(frame(state)).toHaveLength(size.rows);
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(size.columns);
      }
    },
  );

  test('a screen keeps what is under the cursor when the terminal changes its size', () => {
    const before = pressed(room(demo), 'enter', 'left', 'left');
    const under = (state: State): string => /^▸.*$/m.exec(shown(state).split('\n').slice(12).join('\n'))?.[0] ?? '';
    const small = reduce(before, {type: 'resize', size: {columns: 90, rows: 30}});
    expect(under(small).slice(0, 40)).toBe(under(before).slice(0, 40));
  });
});

test('before anything is known the screen says what it waits for', () => {
  expect(shown(room(undefined, {columns: 80, rows: 24}))).toContain('connecting');
});
