import {expect, test} from 'vitest';
import {helpRows, hints, keyTable, wishFor} from '../../../src/lib/tui/keys.ts';

test('a key means one thing on a screen', () => {
  for (const screen of ['home', 'incident', 'text', 'log'] as const) {
    const keys = keyTable.filter(({on}) => on?.includes(screen) === true).flatMap((row) => row.keys);
    expect(keys).toEqual([...new Set(keys)]);
  }
});

test('what a screen says of a key comes before what all say', () => {
  expect(wishFor('enter', 'home')).toEqual({type: 'enter'});
  expect(wishFor('l', 'incident')).toEqual({type: 'scrub', by: 1});
  expect(wishFor('l', 'home')).toBeUndefined();
});

test('help and the hints at the bottom are drawn from the table', () => {
  const help = helpRows('incident').map(({keys}) => keys);
  for (const row of keyTable.filter(({on}) => on === undefined || on.includes('incident')))
    expect(help.some((keys) => keys.startsWith(row.keys[0] === ' ' ? 'space' : (row.keys[0] ?? '')))).toBe(true);
  expect(hints('incident')).toContain('enter log');
  expect(hints('home')).not.toContain('enter log');
});
