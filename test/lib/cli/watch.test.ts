import {describe, expect, test} from 'vitest';
import {every, Screen} from '../../../src/lib/cli/watch.ts';

function paintedOn({isTerminal = true, rows = 24}, ...texts: readonly string[]): string {
  let out = '';
  const screen = new Screen({isTerminal, rows: () => rows, write: (text) => void (out += text)});
  for (const text of texts) screen.paint(text);
  screen.end();
  return out;
}

describe('a screen', () => {
  test('goes up over what it painted before, and clears what was longer', () => {
    expect(paintedOn({}, 'a\nb\n', 'c\n')).toBe(
      '\u001B[?25la\u001B[K\nb\u001B[K\n\u001B[J\u001B[2A\rc\u001B[K\n\u001B[J\u001B[?25h',
    );
  });

  test('does not paint what would scroll away', () => {
    expect(paintedOn({rows: 4}, '1\n2\n3\n4\n5\n')).toContain('2\u001B[K\n… 3 more\u001B[K\n');
  });

  test('writes one after the other where there is no terminal', () => {
    expect(paintedOn({isTerminal: false}, 'a\n', 'b\n')).toBe('a\n\nb\n');
  });
});

test('asks again until the signal, and the signal ends the pause', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const turn of every(1, () => Promise.resolve(seen.length + 1), stop.signal)) {
    seen.push(turn);
    if (turn === 3) stop.abort();
  }
  expect(seen).toEqual([1, 2, 3]);
});
