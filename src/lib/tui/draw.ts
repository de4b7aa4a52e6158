import {printable} from '../parse/printable.ts';
import {cellsOf, widthOf} from '../parse/width.ts';
import {type Line, span, type Span, type Tone} from '../views/view.ts';

/** One line of the screen. */
export interface Row {
  readonly spans: Line;
  /** The cursor is on it. */
  readonly chosen?: boolean | undefined;
}

/**
 * Characters about whose width terminals disagree: what chooses a form of the character before it, and the letters that
 * flags are made of. Without them a line is as wide as it is measured.
 */
const SELECTORS = /[\uFE00-\uFE0F\u{1F3FB}-\u{1F3FF}]/gu;
const FLAG_LETTERS = /[\u{1F1E6}-\u{1F1FF}]/gu;
const FLAG_A = 0x1f1e6;

/** Text of a cluster as a terminal may be shown it. */
export const safe = (text: string): string =>
  /^[ -~]*$/.test(text)
    ? text
    : printable(text)
        .replace(SELECTORS, '')
        .replace(FLAG_LETTERS, (letter) => String.fromCharCode(65 + (letter.codePointAt(0) ?? FLAG_A) - FLAG_A));

/** A span whose text has been made safe: what screens are written with. */
export const say = (text: string, tone: Tone = 'plain'): Span => span(safe(text), tone);

export const lineWidth = (line: Line): number => line.reduce((sum, {text}) => sum + widthOf(text), 0);

const ELLIPSIS = '…';

/** At most so many cells of a line; what is cut off is said by an ellipsis. */
export function cut(line: Line, width: number): Line {
  if (width <= 0) return [];
  if (lineWidth(line) <= width) return line;
  const out: Span[] = [];
  let room = width - 1;
  for (const {text, tone} of line) {
    const kept = firstCells(text, room);
    out.push(span(kept, tone));
    room -= widthOf(kept);
    if (kept !== text) break;
  }
  return [...out, span(ELLIPSIS, 'muted')];
}

function firstCells(text: string, cells: number): string {
  if (widthOf(text.slice(0, cells)) === cells && /^[ -~]*$/.test(text.slice(0, cells))) return text.slice(0, cells);
  let [kept, used] = ['', 0];
  for (const character of text) {
    used += cellsOf(character);
    if (used > cells) break;
    kept += character;
  }
  return kept;
}

const spaces = (cells: number): Span => span(' '.repeat(Math.max(0, cells)));

/** Exactly so many cells. */
export function filled(line: Line, width: number): Line {
  const short = cut(line, width);
  const rest = width - lineWidth(short);
  return rest > 0 ? [...short, spaces(rest)] : short;
}

/** Something at the left edge and something at the right one; where both do not fit, the left one gives way. */
export function spread(left: Line, right: Line, width: number): Line {
  const aside = cut(right, width);
  const room = width - lineWidth(aside);
  return [
    ...filled(left, room > 0 && aside.length > 0 ? room - 1 : room),
    ...(room > 0 && aside.length > 0 ? [spaces(1)] : []),
    ...aside,
  ];
}

/** A text in a column: cut or padded, to the left or right. */
export function cell(text: string, width: number, tone: Tone = 'plain', align: 'left' | 'right' = 'left'): Line {
  const short = cut([say(text, tone)], width);
  const rest = spaces(width - lineWidth(short));
  if (rest.text === '') return short;
  return align === 'left' ? [...short, rest] : [rest, ...short];
}

export const rule = (width: number): Row => ({spans: [span('─'.repeat(Math.max(0, width)), 'muted')]});

export const row = (...spans: readonly Span[]): Row => ({spans});
export const BLANK: Row = {spans: []};

/** Exactly so many rows. */
export function padRows(rows: readonly Row[], count: number): readonly Row[] {
  return rows.length >= count
    ? rows.slice(0, Math.max(0, count))
    : [...rows, ...Array.from({length: count - rows.length}, () => BLANK)];
}

/** Two columns of rows with a line between them. */
export function beside(left: readonly Row[], right: readonly Row[], leftWidth: number, width: number): readonly Row[] {
  return Array.from({length: Math.max(left.length, right.length)}, (_, at) => {
    const [a, b] = [left[at] ?? BLANK, right[at] ?? BLANK];
    const mark = (one: Row, cells: number): Line =>
      one.chosen === true ? chosenSpans(one.spans, cells) : filled(one.spans, cells);
    return {spans: [...mark(a, leftWidth), span('│ ', 'muted'), ...mark(b, width - leftWidth - 2)]};
  });
}

/** In a pane the cursor cannot take the whole line of the screen: its own cells are strong and begin with a mark. */
const chosenSpans = (spans: Line, width: number): Line =>
  filled(
    spans.map(({text, tone}, at) =>
      span(at === 0 && text.startsWith(' ') ? `▸${text.slice(1)}` : text, tone === 'muted' ? 'plain' : 'strong'),
    ),
    width,
  );

/** The first of `count` lines to show so that the one at `at` is seen, in the middle where that is possible. */
export const firstShown = (at: number, length: number, count: number): number =>
  Math.max(0, Math.min(at - Math.floor(count / 2), length - count));

export const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));
