import {cellsOf, widthOf} from '../parse/width.ts';
import {type Cut, type Line, type Span, span, type Tone} from '../views/view.ts';

/** How text fills lines of a given width. Everything here has been through printable(). */

interface Glyph {
  readonly text: string;
  readonly tone: Tone;
  readonly width: number;
}

export const lineWidth = (line: Line): number => line.reduce((sum, {text}) => sum + widthOf(text), 0);

/** Spaces behind it up to a width; unchanged where it is wider. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

export interface Fitting {
  readonly width: number;
  readonly lines: number;
  /** What goes where it is more than so many lines; the middle unless said. */
  readonly cut?: Cut | undefined;
  /** Whether a word longer than a line is broken: quotes are, names of objects stay whole so that they can be copied. */
  readonly breaks: boolean;
}

/** A line as the lines that it fills, at least one. */
export function fitted(line: Line, {width, lines, breaks, cut = 'middle'}: Fitting): readonly Line[] {
  const room = Math.max(width, 8);
  const all = glyphsOf(line, room * lines);
  for (let budget = room * lines; ; budget -= Math.max(1, Math.floor(room / 8))) {
    const wrapped = wrap(shortened(all, Math.max(budget, room), cut), room, breaks);
    if (wrapped.length <= lines || budget <= room) return wrapped.slice(0, lines).map(spansOf);
  }
}

/** What can be seen of both ends is all that is looked at: a line may have megabytes. */
function glyphsOf(line: Line, cells: number): readonly Glyph[] {
  return line.flatMap(({text, tone}) => {
    const near = text.length > 8 * cells ? `${text.slice(0, 4 * cells)}${text.slice(-4 * cells)}`.toWellFormed() : text;
    return Array.from(near, (character) => ({text: character, tone, width: cellsOf(character)}));
  });
}

const widthOfAll = (glyphs: readonly Glyph[]): number => glyphs.reduce((sum, {width}) => sum + width, 0);

/** How much of what is left after a cut is from the beginning. */
const HEAD_SHARE: Readonly<Record<Cut, number>> = {middle: 0.6, end: 1};

function shortened(glyphs: readonly Glyph[], width: number, cut: Cut): readonly Glyph[] {
  if (widthOfAll(glyphs) <= width) return glyphs;
  const head = Math.ceil((width - 1) * HEAD_SHARE[cut]);
  const start = firstCells(glyphs, head);
  const end = firstCells(glyphs.toReversed(), width - 1 - head).toReversed();
  return [...start, {text: '…', tone: 'muted', width: 1}, ...end];
}

function firstCells(glyphs: readonly Glyph[], cells: number): readonly Glyph[] {
  let used = 0;
  const end = glyphs.findIndex(({width}) => (used += width) > cells);
  return end === -1 ? glyphs : glyphs.slice(0, end);
}

const isSpace = (glyph: Glyph | undefined): boolean => glyph?.text === ' ';

/** Breaks at spaces, and inside of words only where that is allowed and needed. */
function wrap(glyphs: readonly Glyph[], width: number, breaks: boolean): ReadonlyArray<readonly Glyph[]> {
  const lines: Array<readonly Glyph[]> = [];
  for (let rest = glyphs; rest.length > 0;) {
    const end = lineEnd(rest, width, breaks);
    lines.push(rest.slice(0, end));
    const next = rest.findIndex((glyph, at) => at >= end && !isSpace(glyph));
    rest = next === -1 ? [] : rest.slice(next);
  }
  return lines.length === 0 ? [[]] : lines;
}

function lineEnd(glyphs: readonly Glyph[], width: number, breaks: boolean): number {
  const fits = firstCells(glyphs, width).length;
  if (fits === glyphs.length || isSpace(glyphs[fits])) return fits;
  const space = glyphs.slice(0, fits).findLastIndex(isSpace);
  if (space > 0) return space;
  if (breaks) return Math.max(1, fits);
  const next = glyphs.findIndex(isSpace);
  return next === -1 ? glyphs.length : next;
}

/** Neighbours of one tone as one span. */
function spansOf(glyphs: readonly Glyph[]): Line {
  const spans: Span[] = [];
  for (const {text, tone} of glyphs) {
    const last = spans.at(-1);
    if (last?.tone === tone) spans[spans.length - 1] = span(last.text + text, tone);
    else spans.push(span(text, tone));
  }
  return spans;
}
