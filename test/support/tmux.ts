import {spawnSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Without a terminal to run it in, a test of the whole screen has nothing to look at. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

export interface Terminal {
  /** What is on screen. */
  screen(): string;
  press(...keys: readonly string[]): void;
  /** Waits for the screen to be so; says what was there instead. */
  until(what: string, isTrue: (screen: string) => boolean, milliseconds?: number): Promise<string>;
  shows(text: string, milliseconds?: number): Promise<string>;
  resize(columns: number, rows: number): void;
  /** Modes of the terminal: all as a shell expects them when nothing is left behind. */
  modes(): {readonly alternate: boolean; readonly cursor: boolean; readonly mouse: boolean; readonly wrap: boolean};
  close(): void;
}

/** A shell in a terminal of its own, in which a command is typed. */
export function terminal(
  command: string,
  {columns = 120, rows = 36, env = {}}: {columns?: number; rows?: number; env?: Readonly<Record<string, string>>} = {},
): Terminal {
  const socket = `kdiag-${randomUUID()}`;
  const tmux = (...args: readonly string[]): string => {
    const {status, stdout, stderr} = spawnSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      cwd: ROOT,
      env: {...process.env, NO_COLOR: '', ...env},
    });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), 'env PS1=SHELL: sh');
  tmux('send-keys', '-l', command);
  tmux('send-keys', 'Enter');
  const screen = (): string => tmux('capture-pane', '-p');
  const until: Terminal['until'] = async (what, isTrue, milliseconds = 20_000) => {
    const end = Date.now() + milliseconds;
    for (;;) {
      const now = screen();
      if (isTrue(now)) return now;
      if (Date.now() > end) throw new Error(`did not come: ${what}. On screen:\n${now}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    screen,
    until,
    shows: (text, milliseconds) => until(text, (now) => now.includes(text), milliseconds),
    press: (...keys) => {
      tmux('send-keys', ...keys);
    },
    resize: (width, height) => {
      tmux('resize-window', '-x', String(width), '-y', String(height));
    },
    modes: () => {
      const [alternate, cursor, mouse, wrap] = tmux(
        'display-message',
        '-p',
        '#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{wrap_flag}',
      )
        .trim()
        .split(' ')
        .map((flag) => flag === '1');
      return {alternate: alternate === true, cursor: cursor === true, mouse: mouse === true, wrap: wrap === true};
    },
    close: () => {
      spawnSync('tmux', ['-L', socket, 'kill-server']);
    },
  };
}

/** As a shell expects it. */
export const RESTORED = {alternate: false, cursor: true, mouse: false, wrap: true};
