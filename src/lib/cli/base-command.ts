import {Command} from '@oclif/core';
import {UserError} from '../model/failure.ts';
import {type Gap, Unavailable} from '../model/source.ts';
import {printable} from '../parse/printable.ts';
import type {Surroundings} from './connect.ts';
import {exitCodes} from './exit.ts';
import {debugFlag} from './flags.ts';
import {Interrupt} from './interrupt.ts';
import {Progress} from './progress.ts';
import type {Terminal} from './watch.ts';

/** What all commands share: errors become one sentence and an exit code, answers go to stdout, remarks to stderr. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {...debugFlag};

  protected readonly interrupt = new Interrupt();
  protected readonly progress = new Progress();

  protected get surroundings(): Surroundings {
    return {
      env: process.env,
      interactive: process.stdin.isTTY,
      remark: (line) => {
        this.remark(line);
      },
    };
  }

  /** The same for sinks, which also need to know the time: the source's. */
  protected sinkSurroundings(now: () => Date) {
    return {
      now,
      env: process.env,
      write: (text: string) => {
        this.write(text);
      },
      remark: (text: string) => {
        this.remark(text);
      },
    };
  }

  protected exitWith(code: number): void {
    process.exitCode = code;
  }

  /** Colours only for a terminal that wants them (https://no-color.org). */
  protected get hasColour(): boolean {
    const {NO_COLOR: none, FORCE_COLOR: force, TERM: term} = process.env;
    if (none !== undefined && none !== '') return false;
    if (force !== undefined && force !== '' && force !== '0') return true;
    return process.stdout.isTTY && term !== 'dumb';
  }

  /** Columns to write for: the terminal's, else what fits a CI log. */
  protected get width(): number {
    const fromEnv = Number(process.env['COLUMNS']);
    return process.stdout.columns || (fromEnv > 0 ? fromEnv : 100);
  }

  /** What a screen that is painted again and again is told of standard output. */
  protected get terminal(): Terminal {
    return {
      isTerminal: process.stdout.isTTY,
      rows: () => process.stdout.rows,
      write: (text) => {
        this.progress.end();
        process.stdout.write(text);
      },
    };
  }

  protected write(text: string): void {
    this.progress.end();
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  protected remark(text: string): void {
    this.progress.end();
    process.stderr.write(`${printable(text)}\n`);
  }

  /** How the person called us: `kdiag`, or `kubectl diag` as a plugin. */
  protected get calledAs(): string {
    return this.config.bin;
  }

  override async catch(error: Error & {exitCode?: number; oclif?: {exit?: number}}): Promise<void> {
    this.progress.end();
    if (error.oclif?.exit !== undefined && !isUsage(error)) throw error;
    const {message, hint, code} = describe(error, this.calledAs);
    process.stderr.write(`error: ${printable(message)}\n${hint === undefined ? '' : `       ${printable(hint)}\n`}`);
    if (isDebug(this.argv))
      process.stderr.write(
        `${error.stack ?? ''}\n${error.cause instanceof Error ? `caused by ${error.cause.stack ?? ''}\n` : ''}`,
      );
    process.exitCode = code;
    return Promise.resolve();
  }
}

/** Flags may not be parsed when they are what is wrong. */
const isDebug = (argv: readonly string[]): boolean => argv.includes('--debug');

/** oclif's own complaints about flags and arguments carry exit 2. */
const isUsage = (error: Error & {oclif?: {exit?: number}}): boolean => error.oclif?.exit === exitCodes.usage.code;

function describe(error: Error, bin: string): {message: string; hint: string | undefined; code: number} {
  if (error instanceof UserError) return {message: unwrapped(error.message), hint: error.hint, code: error.exit};
  if (error instanceof Unavailable) return unavailable(error.gap);
  if (isUsage(error))
    return {message: complaint(error.message), hint: `${bin} --help says what there is.`, code: exitCodes.usage.code};
  return {
    message: `kdiag itself failed: ${error.message}`,
    hint: 'This is a bug in kdiag; the same command with --debug shows where.',
    code: exitCodes.unreadable.code,
  };
}

/** oclif puts the flag in front of what its parser throws, and where there is help behind it. */
function unwrapped(message: string): string {
  const [, flag, said] = /^Parsing (--\S+)\s+([\s\S]*?)(?:\nSee more help|$)/.exec(message) ?? [];
  return flag === undefined || said === undefined ? message : `${flag}: ${said.trim()}`;
}

/** Where the one thing that was asked for cannot be had, the gap is the whole answer. */
const unavailable = ({what, why, hint}: Gap): {message: string; hint: string | undefined; code: number} => ({
  message: `cannot read ${what}: ${why}`,
  hint,
  code: exitCodes.unreadable.code,
});

/** One sentence of what oclif says over several lines: a heading at times, what is wrong, where there is help. */
function complaint(message: string): string {
  const [first = '', ...more] = message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('See more help'));
  const said = /^The following errors? occurred:$/.test(first) ? more.join('; ') : first;
  return said.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}
