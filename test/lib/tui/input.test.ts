import {describe, expect, test} from 'vitest';
import {type Input, Inputs} from '../../../src/lib/tui/input.ts';

const names = (all: readonly Input[]): readonly string[] =>
  all.map((one) =>
    one.is === 'key'
      ? one.key
      : one.is === 'paste'
        ? `paste ${one.text}`
        : `click ${String(one.column)} ${String(one.row)}`,
  );
const read = (text: string): readonly string[] => names(new Inputs().read(text));

test.each([
  ['a', ['a']],
  ['/né数🚀', ['/', 'n', 'é', '数', '🚀']],
  ['\u001B[A\u001B[B\u001BOC\u001B[D', ['up', 'down', 'right', 'left']],
  ['\u001B[1;2C\u001B[Z', ['shift-right', 'shift-tab']],
  ['\u001B[5~\u001B[6~\u001B[H\u001B[4~', ['pageup', 'pagedown', 'home', 'end']],
  ['\r\t\u007F\u0003\u001A', ['enter', 'tab', 'backspace', 'ctrl-c', 'ctrl-z']],
  ['\u001B[<64;10;5M\u001B[<65;1;1M', ['wheel-up', 'wheel-down']],
  ['\u001B[<0;10;5M\u001B[<0;10;5m', ['click 9 4']],
  ['\u001B[200~kubectl \u001B[A q\u001B[201~x', ['paste kubectl \u001B[A q', 'x']],
  ['\u001B[99;99$z\u0000', []],
])('%j', (text, keys) => {
  expect(read(text)).toEqual(keys);
});

describe('in pieces', () => {
  test('a sequence cut anywhere is the same sequence', () => {
    const text = '\u001B[1;2Cx\u001B[200~paste\u001B[201~\u001B[<0;3;4M';
    for (let at = 1; at < text.length; at += 1) {
      const inputs = new Inputs();
      expect(names([...inputs.read(text.slice(0, at)), ...inputs.read(text.slice(at))])).toEqual(read(text));
    }
  });

  test('an escape that nothing follows is the key', () => {
    const inputs = new Inputs();
    expect(names(inputs.read('\u001B'))).toEqual([]);
    expect(inputs.isWaiting).toBe(true);
    expect(names(inputs.flush())).toEqual(['esc']);
    expect(inputs.isWaiting).toBe(false);
  });

  test('an escape before a letter is the key and the letter', () => {
    expect(read('\u001Bq')).toEqual(['esc', 'q']);
  });
});

test('whatever comes, nothing but inputs goes out', () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  for (let round = 0; round < 500; round += 1) {
    const inputs = new Inputs();
    const text = Array.from({length: 20}, () => String.fromCharCode(Math.floor(random() * 300))).join('');
    expect(() => [...inputs.read(text), ...inputs.flush()]).not.toThrow();
  }
});
