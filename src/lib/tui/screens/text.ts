import {fitted} from '../../formats/_layout.ts';
import type {Line} from '../../views/view.ts';
import {firstShown, type Row, say} from '../draw.ts';
import type {TextLine, TextScreen} from '../state.ts';
import {moved, type ScreenKind} from './screen.ts';

/** Lines to read, scroll and copy: help, a rule's page, commands. */
export const text: ScreenKind<TextScreen> = {
  title: (_, {title}) => title,
  draw(_, {lines, at}, {rows}) {
    const first = firstShown(at, lines.length, rows);
    return lines
      .slice(first, first + rows)
      .map(({line}, index): Row => ({spans: [say(' '), ...line], chosen: first + index === at}));
  },
  act(_, screen, action, {rows}) {
    const at = moved(screen.at, screen.lines.length, action, rows);
    if (at !== undefined) return {screen: {...screen, at}};
    const chosen = screen.lines[screen.at];
    if (action.type === 'copy' && chosen !== undefined && chosen.copy !== '')
      return {task: {do: 'copy', text: chosen.copy}, notice: `copied ${chosen.copy}`};
    return {};
  },
};

export const textLine = (
  line: Line,
  copy = line
    .map((one) => one.text)
    .join('')
    .trim(),
): TextLine => ({line, copy});

/** Prose as lines of at most so many cells, each of which copies the whole. */
export function prose(words: string, width: number, indent = ''): readonly TextLine[] {
  const lines = fitted([say(words)], {width: width - indent.length, lines: 30, breaks: false, cut: 'end'});
  return lines.map((line) => textLine([say(indent), ...line], words));
}

export const heading = (words: string): TextLine => textLine([say(words, 'strong')]);
export const blank: TextLine = textLine([], '');
