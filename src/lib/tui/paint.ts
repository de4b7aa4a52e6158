import type {Line} from '../views/view.ts';
import {filled, type Row, safe} from './draw.ts';
import type {Palette} from './theme.ts';

const RESET = '\u001B[0m';
const INVERSE = '\u001B[7m';

/**
 * A row as a terminal is sent it: exactly so many cells. The one place where text becomes escape codes, and so the last
 * one where a text of the cluster could bring its own: every span is made safe once more.
 */
export function painted({spans, chosen}: Row, width: number, palette: Palette): string {
  const line = filled(
    spans.map(({text, tone}) => ({text: safe(text), tone})),
    width,
  );
  // The whole row in one look: what is under the cursor must be seen first, not read in three colours.
  if (chosen === true) return `${INVERSE}${pointed(line)}${RESET}`;
  return line
    .map(({text, tone}) => (palette[tone] === '' || text.trim() === '' ? text : `${palette[tone]}${text}${RESET}`))
    .join('');
}

/** The same without a terminal: for whole-frame tests, saving, and screen readers. The cursor is a mark. */
export function plain({spans, chosen}: Row, width: number): string {
  const line = filled(
    spans.map(({text, tone}) => ({text: safe(text), tone})),
    width,
  );
  return (chosen === true ? pointed(line) : line.map(({text}) => text).join('')).trimEnd();
}

/** Not by colour alone: what can be chosen begins with a blank, and there the cursor stands. */
const pointed = (line: Line): string =>
  line
    .map(({text}) => text)
    .join('')
    .replace(/^ /, '▸');
