import {Box, render, Text, useApp} from 'ink';
import {createElement, memo, useSyncExternalStore} from 'react';
import type {Source} from '../model/source.ts';
import type {Action, News, Task} from './actions.ts';
import {beats, type FeedOptions, looks, ticks} from './feed.ts';
import {frame} from './frame.ts';
import {Inputs} from './input.ts';
import {wishFor} from './keys.ts';
import {painted} from './paint.ts';
import {readLog} from './read.ts';
import {reduce} from './reduce.ts';
import {initial, type Size, type Start, type State, top} from './state.ts';
import type {Palette} from './theme.ts';

/** The terminal, as whoever owns the process hands it over. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly palette: Palette;
  size(): Size;
  /** Modes that Ink does not set: raw keys, mouse, pasted text told apart. */
  enter(): void;
  /** Everything as it was; may be called more than once. */
  leave(): void;
  /** Puts the program to sleep until the shell wakes it. */
  suspend(): Promise<void>;
}

/** An escape key is an escape that nothing follows: terminals send the rest of a sequence at once, networks nearly so. */
const ESCAPE_MS = 40;
const FRAMES_PER_SECOND = 30;

/** Holds the state, and tells whoever listens that it is another. */
class Store {
  state: State;
  /** Ink's handle, once it has drawn. */
  app: ReturnType<typeof useApp> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(state: State) {
    this.state = state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispatch(action: Action): readonly Task[] {
    const next = reduce(this.state, action);
    const {tasks} = next;
    this.state = reduce(next, {type: 'tasks-taken'});
    for (const listener of this.#listeners) listener();
    return tasks;
  }
}

const Row = memo(({text}: {readonly text: string}) => createElement(Text, {wrap: 'truncate'}, text));
Row.displayName = 'Row';

/** One text for each row, painted and of the full width: Ink has little left to lay out, and sends what differs. */
function Room({store, palette}: {readonly store: Store; readonly palette: Palette}) {
  store.app = useApp();
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  const rows = frame(state).map((row) => painted(row, state.size.columns, palette));
  return createElement(
    Box,
    {flexDirection: 'column', width: state.size.columns, height: state.size.rows},
    rows.map((text, at) => createElement(Row, {key: at, text})),
  );
}

/** Runs the room until the person leaves it; the exit code is the answer. */
export async function run(
  source: Source,
  terminal: Terminal,
  start: Omit<Start, 'size' | 'now' | 'origin'>,
  options: FeedOptions,
): Promise<number> {
  const store = new Store(
    initial({...start, origin: source.origin, size: terminal.size(), now: source.now().getTime()}),
  );
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  terminal.enter();
  const ink = render(createElement(Room, {store, palette: terminal.palette}), {
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    alternateScreen: true,
    interactive: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: FRAMES_PER_SECOND,
  });
  try {
    return await new Promise<number>((resolve, reject) => {
      const dispatch = (action: Action): void => {
        for (const task of store.dispatch(action)) perform(task);
      };
      const perform = (task: Task): void => {
        switch (task.do) {
          case 'copy':
            terminal.stdout.write(osc52(task.text));
            break;
          case 'read-log':
            readLog(source, task.place, signal).then(dispatch, reject);
            break;
          case 'suspend':
            suspended(terminal, store).catch(reject);
            break;
          case 'quit':
            resolve(task.code);
            break;
        }
      };
      listen(terminal, store, dispatch, signal);
      for (const news of [looks(source, {...options, signal}), beats(source, signal), ticks(source, signal)])
        drain(news, dispatch, signal).catch(reject);
    });
  } finally {
    over.abort();
    ink.unmount();
    terminal.leave();
  }
}

async function drain(
  news: AsyncIterable<News>,
  dispatch: (action: Action) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const one of news) {
    if (signal.aborted) return;
    dispatch(one);
  }
}

/** Keys and sizes, until the signal. */
function listen(terminal: Terminal, store: Store, dispatch: (action: Action) => void, signal: AbortSignal): void {
  const {stdin, stdout} = terminal;
  const inputs = new Inputs();
  let timer: NodeJS.Timeout | undefined;
  const take = (all: ReturnType<Inputs['read']>): void => {
    for (const one of all) {
      const wish = one.is === 'key' ? wishFor(one.key, top(store.state).is) : undefined;
      if (wish !== undefined) dispatch(wish);
    }
  };
  const onData = (chunk: Buffer | string): void => {
    clearTimeout(timer);
    take(inputs.read(chunk.toString()));
    if (inputs.isWaiting)
      timer = setTimeout(() => {
        take(inputs.flush());
      }, ESCAPE_MS);
  };
  const onResize = (): void => {
    dispatch({type: 'resize', size: terminal.size()});
  };
  stdin.on('data', onData);
  stdout.on('resize', onResize);
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      stdin.off('data', onData);
      stdout.off('resize', onResize);
    },
    {once: true},
  );
}

/** Ink gives the terminal back, and draws everything anew when we go on. */
async function suspended(terminal: Terminal, {app}: Store): Promise<void> {
  await app?.suspendTerminal(async () => {
    terminal.leave();
    await terminal.suspend();
    terminal.enter();
  });
}

/** Asks the terminal to put text into the clipboard, over ssh as well (xterm, OSC 52). */
const osc52 = (text: string): string => `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
