/** What a terminal sends, as a person means it. */
export type Input =
  | {readonly is: 'key'; readonly key: string}
  | {readonly is: 'paste'; readonly text: string}
  /** Cells counted from 0, at the left and on top. */
  | {readonly is: 'click'; readonly column: number; readonly row: number};

const PASTE = {begin: '\u001B[200~', end: '\u001B[201~'} as const;

/** Keys by what xterm and its kin send for them. */
const SEQUENCES: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[3~': 'delete',
  '[5~': 'pageup',
  '[6~': 'pagedown',
  '[Z': 'shift-tab',
  '[1;2A': 'shift-up',
  '[1;2B': 'shift-down',
  '[1;2C': 'shift-right',
  '[1;2D': 'shift-left',
  '[1;5C': 'ctrl-right',
  '[1;5D': 'ctrl-left',
};

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007F': 'backspace',
  '\b': 'backspace',
};

/** CSI with its parameters, SS3, or nothing more than the escape itself. */
const SEQUENCE = /^\u001B(\[[0-?]*[ -/]*[@-~]|O[A-Za-z])/u;
const UNFINISHED = /^\u001B(?:\[[0-?]*[ -/]*|O)?$/u;
const MOUSE = /^\[<(\d+);(\d+);(\d+)([Mm])$/;

/** Text read from a terminal, in whatever pieces it comes. */
export class Inputs {
  #rest = '';

  /** What is complete. An escape that stands alone may be the key or the head of more: `flush` decides. */
  read(chunk: string): readonly Input[] {
    this.#rest += chunk;
    const out: Input[] = [];
    while (this.#rest !== '') {
      const one = this.#next();
      if (one === undefined) break;
      out.push(...one);
    }
    return out;
  }

  get isWaiting(): boolean {
    return this.#rest !== '';
  }

  /** Nothing followed: an escape is the key itself, anything else that never ended is dropped. */
  flush(): readonly Input[] {
    const isEscape = this.#rest === '\u001B';
    this.#rest = '';
    return isEscape ? [{is: 'key', key: 'esc'}] : [];
  }

  #next(): readonly Input[] | undefined {
    const text = this.#rest;
    if (text.startsWith(PASTE.begin)) return this.#paste();
    if (text.startsWith('\u001B')) {
      const [whole, body] = SEQUENCE.exec(text) ?? [];
      if (whole !== undefined && body !== undefined) return this.#took(whole.length, sequence(body));
      if (UNFINISHED.test(text)) return undefined;
      return this.#took(1, [{is: 'key', key: 'esc'}]);
    }
    const [first = ''] = text;
    return this.#took(first.length, key(first));
  }

  #paste(): readonly Input[] | undefined {
    const end = this.#rest.indexOf(PASTE.end);
    if (end === -1) return undefined;
    const pasted = this.#rest.slice(PASTE.begin.length, end);
    return this.#took(end + PASTE.end.length, [{is: 'paste', text: pasted}]);
  }

  #took(length: number, inputs: readonly Input[]): readonly Input[] {
    this.#rest = this.#rest.slice(length);
    return inputs;
  }
}

function key(character: string): readonly Input[] {
  const named = CONTROLS[character];
  if (named !== undefined) return [{is: 'key', key: named}];
  const code = character.codePointAt(0) ?? 0;
  if (code === 0) return [];
  return [{is: 'key', key: code < 32 ? `ctrl-${String.fromCharCode(code + 96)}` : character}];
}

function sequence(body: string): readonly Input[] {
  const [, button, column, row, kind] = MOUSE.exec(body) ?? [];
  if (button !== undefined) return mouse(Number(button), Number(column) - 1, Number(row) - 1, kind === 'M');
  const name = SEQUENCES[body];
  return name === undefined ? [] : [{is: 'key', key: name}];
}

/** SGR mouse reports (xterm, mode 1006): 0 is the left button, 64 and 65 are the wheel. */
function mouse(button: number, column: number, row: number, isPress: boolean): readonly Input[] {
  if (button === 64) return [{is: 'key', key: 'wheel-up'}];
  if (button === 65) return [{is: 'key', key: 'wheel-down'}];
  return button === 0 && isPress ? [{is: 'click', column, row}] : [];
}
