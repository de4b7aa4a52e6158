/** The words of an expression, each with its place. */
export type Token =
  | {readonly is: 'word'; readonly text: string; readonly at: number}
  | {readonly is: 'string'; readonly text: string; readonly at: number}
  | {readonly is: 'sign'; readonly text: string; readonly at: number}
  | {readonly is: 'end'; readonly text: ''; readonly at: number};

export class WhereError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.name = 'WhereError';
    this.position = position;
  }
}

const SIGNS = ['&&', '||', '==', '!=', '>=', '<=', '!~', '=~', '~', '=', '>', '<', '!', '(', ')', ','];
const WORD = /[A-Za-z0-9_@$%*./:+\-\u0080-\uFFFF]+/y;

export function tokens(source: string): readonly Token[] {
  const out: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (/\s/.test(char)) at++;
    else if (char === '"' || char === "'" || char === '`') {
      const [text, end] = quoted(source, at);
      out.push({is: 'string', text, at});
      at = end;
    } else {
      const sign = SIGNS.find((one) => source.startsWith(one, at));
      WORD.lastIndex = at;
      const word = sign === undefined ? WORD.exec(source)?.[0] : undefined;
      if (sign === undefined && word === undefined) throw new WhereError(`"${char}" means nothing here`, at);
      out.push(sign === undefined ? {is: 'word', text: word ?? '', at} : {is: 'sign', text: sign, at});
      at += (sign ?? word ?? '').length;
    }
  }
  return [...out, {is: 'end', text: '', at}];
}

/** In quotes a backslash only stands before the quote: a regular expression keeps its own. */
function quoted(source: string, start: number): readonly [text: string, end: number] {
  const quote = source[start] ?? '';
  let text = '';
  for (let at = start + 1; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === quote) return [text, at + 1];
    if (char === '\\' && source[at + 1] === quote) {
      text += quote;
      at++;
    } else text += char;
  }
  throw new WhereError('this quote is not closed', start);
}
