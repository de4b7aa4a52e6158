import {describe, expect, test} from 'vitest';
import {escapeUnprintable, isHarmless, printable} from '../../../src/lib/parse/printable.ts';

const ESC = '\u001B';
const BEL = '\u0007';

describe('printable', () => {
  test.each([
    ['plain text stays', 'dial tcp 10.0.0.1:5432: refused', 'dial tcp 10.0.0.1:5432: refused'],
    ['letters of the world stay', 'Größe 数据库 Ошибка 🚀', 'Größe 数据库 Ошибка 🚀'],
    ['colours go', `${ESC}[1;31mERROR${ESC}[0m done`, 'ERROR done'],
    ['cursor movement and clearing go', `a${ESC}[2J${ESC}[Hb`, 'ab'],
    ['an 8-bit CSI goes', 'a\u009B31mb', 'ab'],
    ['a title goes, ended by BEL', `a${ESC}]0;owned${BEL}b`, 'ab'],
    ['a clipboard write goes, ended by ST', `a${ESC}]52;c;cm0gLXJm${ESC}\\b`, 'ab'],
    ['of a link, its text stays', `${ESC}]8;;https://evil${ESC}\\here${ESC}]8;;${ESC}\\`, 'here'],
    ['a device control string goes', `a${ESC}Pq#0;2;0${ESC}\\b`, 'ab'],
    ['an 8-bit OSC goes', 'a\u009D0;x\u009Cb', 'ab'],
    ['a string that nobody ends hides nothing', `a${ESC}]0;the rest is shown`, 'a0;the rest is shown'],
    ['a character set switch goes', `a${ESC}(0b`, 'ab'],
    ['a reset goes', `a${ESC}cb`, 'ab'],
    ['what is left when a sequence hides in another is harmless', `${ESC}${ESC}[31m[31mx`, '�[31mx'],
    ['a lone escape at the end is seen', `a${ESC}`, 'a�'],
    ['tabs are spaces', 'a\tb', 'a b'],
    ['lines become one', 'a\nb\r\nc\rd', 'a ⏎ b ⏎ c ⏎ d'],
    ['blank lines count once', 'a\n\n\nb', 'a ⏎ b'],
    ['breaks at the ends go', '\na\r\n', 'a'],
    ['other separators of lines are lines', 'a\u2028b\u2029c\u0085d', 'a ⏎ b ⏎ c ⏎ d'],
    ['other controls are seen', 'a\u0000b\bc\u007Fd\u0090e', 'a�b�c�d�e'],
    ['what reorders is seen', 'evil\u202Egnp.exe \u2066x\u2069', 'evil�gnp.exe �x�'],
    ['what is invisible goes', 'd\u200Bb\uFEFF\u2060-\u00AD0\u{E0041}', 'db-0'],
    ['half a character is seen', 'a\uD83Db', 'a�b'],
    ['marks do not pile up', `e${'\u0301'.repeat(50)}!`, `e${'\u0301'.repeat(4)}!`],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('nothing that a terminal obeys is ever left, and doing it twice changes nothing', () => {
    const pieces = [
      ESC,
      BEL,
      '[',
      ']',
      '\\',
      'P',
      '31m',
      'a',
      ' ',
      '\n',
      '\r',
      '\t',
      '\u009B',
      '\u009C',
      '\u009D',
      '\u0090',
      '\u0000',
      '\u007F',
      '\u202E',
      '\u2066',
      '\u200B',
      '\u2028',
      '\uD800',
      '\uDC00',
      '\u0301',
      '数',
      '🚀',
      ';',
      '0',
      '(',
      '\uFFFE',
    ];
    const next = random(7);
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from(
        {length: 1 + Math.floor(next() * 30)},
        () => pieces[Math.floor(next() * pieces.length)],
      ).join('');
      const shown = printable(text);
      expect(shown, JSON.stringify(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      expect(printable(shown), JSON.stringify(text)).toBe(shown);
    }
  });

  test('takes time in proportion to the length, whatever it holds', () => {
    const begun = performance.now();
    for (const piece of [
      `${ESC}]`,
      `${ESC}[`,
      `${ESC}[0`,
      `${ESC}[ `,
      '\u009D',
      '\u0090x',
      '\n',
      '\u0301',
      `${ESC}P${ESC}`,
    ])
      printable(`x${piece.repeat(200_000)}x`);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

test('for formats with escapes of their own, only what a terminal must not see is spelt', () => {
  expect(escapeUnprintable('a\u202Eb\nü\u009B', () => '?')).toBe('a?b\nü?');
});

test.each([
  ['ü 数\n', true],
  ['\u202E', false],
  ['\t', false],
  ['\uD800', false],
])('%j is harmless: %s', (text, is) => {
  expect(isHarmless(text)).toBe(is);
});

/** Mulberry32: the same rounds every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
