import {Chalk, type ChalkInstance} from 'chalk';
import {printable} from '../../parse/printable.ts';
import type {ShownEntry} from '../../views/entry.ts';
import {PAINT} from '../_paint.ts';
import type {EntryFormat} from './_format.ts';
import {lineFor} from './_line.ts';

const HUES: ReadonlyArray<(text: string, chalk: ChalkInstance) => string> = [
  (text, chalk) => chalk.cyan(text),
  (text, chalk) => chalk.green(text),
  (text, chalk) => chalk.magenta(text),
  (text, chalk) => chalk.blue(text),
  (text, chalk) => chalk.yellow(text),
  (text, chalk) => chalk.cyanBright(text),
];
const chalks = {on: new Chalk({level: 1}), off: new Chalk({level: 0})};

/** For people: each line as it was written, with where it comes from in front. */
export default {
  extension: 'log',
  entry(shown, {colour, terminal, explain}) {
    const chalk = colour ? chalks.on : chalks.off;
    const head = shown.prefix.map(({text, tone, hue}) =>
      hue === undefined ? PAINT[tone](printable(text), chalk) : (HUES[hue] ?? String)(printable(text), chalk),
    );
    const prefix = head.length === 0 ? '' : `${head.join(' ')} `;
    const lines = shown.text
      .split('\n')
      .map((line) => `${prefix}${painted(lineFor(line, terminal), shown, colour, chalk)}`);
    const mark = shown.mark === undefined ? '' : PAINT[shown.markTone](`  ⟵ ${shown.mark}`, chalk);
    const means = explain && shown.means !== undefined ? `\n${PAINT.muted(`    ${shown.means}`, chalk)}` : '';
    return `${lines.join('\n')}${mark}${means}\n`;
  },
} satisfies EntryFormat;

const painted = (line: string, {tone}: ShownEntry, colour: boolean, chalk: ChalkInstance): string =>
  colour && tone !== 'plain' ? PAINT[tone](line, chalk) : line;
