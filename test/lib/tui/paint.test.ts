import {describe, expect, test} from 'vitest';
import {Cluster} from '../../../src/lib/model/cluster.ts';
import {widthOf} from '../../../src/lib/parse/width.ts';
import {frame} from '../../../src/lib/tui/frame.ts';
import {painted, plain} from '../../../src/lib/tui/paint.ts';
import {palette, themes} from '../../../src/lib/tui/theme.ts';
import {row, say} from '../../../src/lib/tui/draw.ts';
import {span} from '../../../src/lib/views/view.ts';
import {snapshot} from '../../support/cluster.ts';
import {HOSTILE, hostileReport} from '../../support/report.ts';
import {pressed, room} from '../../support/tui.ts';

const DARK = palette('dark', 'true');
/** Everything that we send ourselves. */
const OURS = /\u001B\[[\d;]*m/g;

test('a row is exactly as wide as the terminal', () => {
  for (const text of ['', 'abc', 'x'.repeat(300), '数据'.repeat(80), '🚀é⚠️🇩🇪👩‍👩‍👧']) {
    expect(widthOf(painted(row(say(text)), 41, DARK).replace(OURS, ''))).toBe(41);
  }
});

test('text of a cluster that reaches the painter unsafe is made safe there', () => {
  const text = painted({spans: [span(HOSTILE)]}, 80, DARK).replace(OURS, '');
  expect(text).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
});

test('what is under the cursor is told by a mark as well as by its look', () => {
  const chosen = {spans: [say(' db', 'bad')], chosen: true};
  expect(painted(chosen, 6, palette('dark', 'none'))).toBe('\u001B[7m▸db   \u001B[0m');
  expect(plain(chosen, 6)).toBe('▸db');
});

describe('colours', () => {
  test.each(themes)('%s: bad, warn and good differ from each other where there are colours', (theme) => {
    for (const depth of ['16', '256', 'true'] as const) {
      const {bad, warn, good} = palette(theme, depth);
      expect(new Set([bad, warn, good]).size).toBe(3);
    }
  });
  test('none where nobody wants them: weight is all that is left', () => {
    expect(Object.values(palette('dark', 'none')).join('')).not.toMatch(/\[(?:\d+;)?(?:3|4|9)\d/);
  });
});

test('no report can bring anything but text onto the screen, at any size, on any screen', () => {
  const look = {report: hostileReport(), cluster: new Cluster(snapshot({}))};
  for (const columns of [40, 80, 200])
    for (const keys of [
      [],
      ['enter'],
      ['enter', 'tab'],
      ['enter', 'r'],
      ['enter', 'x'],
      ['enter', 'f'],
      ['enter', '?'],
    ]) {
      const state = pressed(room(look, {columns, rows: 24}), ...keys);
      const rows = frame(state).map((one) => painted(one, columns, DARK).replace(OURS, ''));
      expect(rows).toHaveLength(24);
      for (const text of rows) {
        expect(text).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200B]/);
        expect(widthOf(text)).toBe(columns);
      }
    }
});

test('fuzzed text of any kind stays within its row', () => {
  const alphabet = [
    'a',
    ' ',
    '\t',
    '\u001B[31m',
    '\u001B]0;x\u0007',
    '数',
    '🚀',
    '👩‍👩‍👧',
    '\u0301',
    '\u202E',
    'א',
    'ب',
    '\u200D',
    '\uFE0F',
    '🇩',
    '\uD800',
    '\u009B',
    '\r\n',
    '﷽',
  ];
  let seed = 11;
  const random = (below: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  for (let round = 0; round < 2000; round += 1) {
    const text = Array.from({length: random(60)}, () => alphabet[random(alphabet.length)] ?? '').join('');
    const width = 1 + random(50);
    const out = painted({spans: [say(text, 'bad'), span(text, 'muted')], chosen: round % 2 === 0}, width, DARK).replace(
      OURS,
      '',
    );
    expect(widthOf(out)).toBe(width);
    expect(out).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\uFE0F\u200D]/);
  }
});
