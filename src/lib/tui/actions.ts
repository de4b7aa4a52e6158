import type {Milliseconds} from '../model/time.ts';
import type {LogPlace} from '../views/timeline.ts';
import type {Look, Size} from './state.ts';

/** What the source has to say. */
export type News =
  | {readonly type: 'looked'; readonly look: Look}
  | {readonly type: 'doing'; readonly what: string | undefined}
  /** The API server answered. */
  | {readonly type: 'beat'; readonly latency: Milliseconds; readonly now: Milliseconds}
  | {readonly type: 'tick'; readonly now: Milliseconds}
  | {readonly type: 'lost'; readonly why: string; readonly now: Milliseconds};

/** What a person wants. */
export type Wish =
  | {readonly type: 'move'; readonly by: number}
  | {readonly type: 'page'; readonly by: -1 | 1}
  | {readonly type: 'edge'; readonly to: 'first' | 'last'}
  /** Along the time axis. */
  | {readonly type: 'scrub'; readonly by: number}
  /** The next pane. */
  | {readonly type: 'pane'}
  | {readonly type: 'enter'}
  | {readonly type: 'back'}
  | {readonly type: 'home'}
  | {readonly type: 'copy'}
  | {readonly type: 'ruled-out'}
  | {readonly type: 'rule-page'}
  | {readonly type: 'fix'}
  | {readonly type: 'help'}
  | {readonly type: 'suspend'}
  | {readonly type: 'quit'; readonly code: 0 | 130};

export type Action =
  | News
  | Wish
  | {readonly type: 'resize'; readonly size: Size}
  /** The text of a log that a task asked for. */
  | {readonly type: 'log-read'; readonly place: LogPlace; readonly lines: readonly string[]}
  | {readonly type: 'log-refused'; readonly place: LogPlace; readonly gap: string}
  | {readonly type: 'notice'; readonly text: string}
  | {readonly type: 'tasks-taken'};

/** What only the world outside can do. */
export type Task =
  | {readonly do: 'copy'; readonly text: string}
  | {readonly do: 'read-log'; readonly place: LogPlace}
  | {readonly do: 'suspend'}
  | {readonly do: 'quit'; readonly code: 0 | 130};
