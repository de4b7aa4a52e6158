import type {ChalkInstance} from 'chalk';
import type {Tone} from '../views/view.ts';

/** One colour per meaning. Dim rather than grey: bright black is invisible in some themes. */
export const PAINT: Readonly<Record<Tone, (text: string, chalk: ChalkInstance) => string>> = {
  plain: (text) => text,
  quote: (text) => text,
  strong: (text, chalk) => chalk.bold(text),
  bad: (text, chalk) => chalk.red.bold(text),
  warn: (text, chalk) => chalk.yellow(text),
  good: (text, chalk) => chalk.green(text),
  muted: (text, chalk) => chalk.dim(text),
};
