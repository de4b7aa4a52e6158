/** The bytes that the grammar turns on. */
export const TAB = 9;
export const LINE_FEED = 10;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const ZERO = 48;
export const NINE = 57;
export const EQUALS = 61;
export const BACKSLASH = 92;
export const OPEN = 123;
export const CLOSE = 125;

const NAME_START = 1;
const NAME_REST = 2;
const LABEL_START = 4;
const LABEL_REST = 8;

const classes = new Uint8Array(256);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  const isLetter = /[a-zA-Z_]/.test(character);
  const isDigit = /\d/.test(character);
  classes[code] =
    (isLetter ? NAME_START | NAME_REST | LABEL_START | LABEL_REST : 0) |
    (isDigit ? NAME_REST | LABEL_REST : 0) |
    (character === ':' ? NAME_START | NAME_REST : 0);
}

export interface Alphabet {
  readonly start: number;
  readonly rest: number;
}

/** `[a-zA-Z_:][a-zA-Z0-9_:]*` */
export const METRIC_NAME: Alphabet = {start: NAME_START, rest: NAME_REST};
/** `[a-zA-Z_][a-zA-Z0-9_]*` */
export const LABEL_NAME: Alphabet = {start: LABEL_START, rest: LABEL_REST};

/** Where the name that begins here ends; `at` itself when none begins here. */
export function nameEnd(bytes: Uint8Array, at: number, {start, rest}: Alphabet): number {
  if (((classes[bytes[at] ?? 0] ?? 0) & start) === 0) return at;
  let end = at + 1;
  while (((classes[bytes[end] ?? 0] ?? 0) & rest) !== 0) end++;
  return end;
}
