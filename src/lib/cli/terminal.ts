import {writeSync} from 'node:fs';
import {UserError} from '../model/failure.ts';

/** How many colours there are; `none` also where nobody wants any (https://no-color.org). */
export type ColourDepth = 'none' | '16' | '256' | 'true';

/** Raw keys, and the modes that a full screen sets: what begins here must end in {@link LEAVE}. */
const ENTER = [
  '\u001B[?1000h', // mouse: presses and the wheel
  '\u001B[?1006h', // … told in decimal numbers
  '\u001B[?2004h', // pasted text is told apart from keys
  '\u001B[?7l', // a line that is wider than we measured is cut, and does not push down what is below
].join('');

/** Everything off again, whichever was on: also what Ink sets, for when Ink has no more chance to. */
const LEAVE = [
  '\u001B[?2026l', // synchronised update
  '\u001B[?1000l',
  '\u001B[?1006l',
  '\u001B[?2004l',
  '\u001B[?7h',
  '\u001B[0m',
  '\u001B[?1049l', // the screen that was there before
  '\u001B[?25h', // cursor
].join('');

/** The terminal of this process, with what a full screen needs of it. */
export class FullScreen {
  readonly stdin = process.stdin;
  readonly stdout = process.stdout;
  #isEntered = false;

  constructor() {
    if (!process.stdin.isTTY || !process.stdout.isTTY || process.env['TERM'] === 'dumb')
      throw new UserError(
        'the incident room needs a terminal',
        'kdiag doctor prints the same diagnosis wherever it is written to.',
      );
    // Whatever ends the process: signals and crashes come by here as well.
    process.on('exit', () => {
      this.leave();
    });
    process.on('uncaughtExceptionMonitor', () => {
      this.leave();
    });
  }

  size(): {readonly columns: number; readonly rows: number} {
    const {columns, rows} = process.stdout;
    return {columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24};
  }

  enter(): void {
    this.#isEntered = true;
    process.stdin.setEncoding('utf8');
    process.stdin.setRawMode(true);
    process.stdin.resume();
    write(ENTER);
  }

  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    write(LEAVE);
    try {
      process.stdin.setRawMode(false);
    } catch {
      // The terminal is gone; so is its mode.
    }
    process.stdin.pause();
  }

  /** As ctrl-z does where nobody catches it; comes back when the shell continues us. */
  async suspend(): Promise<void> {
    await new Promise<void>((resolve) => {
      process.once('SIGCONT', () => {
        resolve();
      });
      process.kill(process.pid, 'SIGTSTP');
    });
  }

  get depth(): ColourDepth {
    return depthIn(process.env);
  }

  /** Terminals that tell their ground say so in COLORFGBG (rxvt and its kin): 7 and 15 are white. */
  get isLight(): boolean {
    return /;(?:7|15)$/.test(process.env['COLORFGBG'] ?? '');
  }
}

/** At once, also while the process ends; a terminal that is gone needs nothing. */
function write(text: string): void {
  try {
    writeSync(process.stdout.fd, text);
  } catch {
    // It is gone, or cannot take more now: there is nothing else to restore it with.
  }
}

const FORCED: Readonly<Record<string, ColourDepth>> = {'1': '16', '2': '256', '3': 'true', true: '16'};

/** NO_COLOR, FORCE_COLOR, COLORTERM and TERM, in the order in which they decide. */
export function depthIn(env: Readonly<Record<string, string | undefined>>): ColourDepth {
  const {NO_COLOR: none, FORCE_COLOR: force, COLORTERM: colours, TERM: term = ''} = env;
  if (none !== undefined && none !== '') return 'none';
  if (force !== undefined && force !== '') return FORCED[force] ?? 'none';
  if (colours === 'truecolor' || colours === '24bit') return 'true';
  if (term === '' || term === 'dumb') return 'none';
  return term.includes('256') ? '256' : '16';
}
