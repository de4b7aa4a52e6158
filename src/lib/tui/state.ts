import type {Cluster} from '../model/cluster.ts';
import type {Incident, Report} from '../model/report.ts';
import type {Rule} from '../model/rule.ts';
import type {Origin} from '../model/source.ts';
import type {Milliseconds} from '../model/time.ts';
import type {LogPlace} from '../views/timeline.ts';
import type {Line} from '../views/view.ts';
import type {Task} from './actions.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What was seen when everything was looked at last: the diagnosis and the facts below it. */
export interface Look {
  readonly report: Report;
  readonly cluster: Cluster;
}

/** How we stand with the source. */
export type Link =
  | {readonly is: 'recorded'}
  | {readonly is: 'connecting'}
  | {readonly is: 'live'}
  /** What is on screen stays, and says how old it is. */
  | {readonly is: 'lost'; readonly since: Milliseconds; readonly why: string};

/** What became of an incident while somebody watched. */
export type Mark = 'new' | 'changed' | 'healed';

export interface Marked {
  readonly incident: Incident;
  readonly mark: Mark | undefined;
  /** When it got its mark, by the source's clock. */
  readonly at: Milliseconds;
}

/** A line of text that can be chosen, and what copying it puts into the clipboard. */
export interface TextLine {
  readonly line: Line;
  readonly copy: string;
}

export interface HomeScreen {
  readonly is: 'home';
  readonly at: number;
}

export interface IncidentScreen {
  readonly is: 'incident';
  readonly id: string;
  /** Where the arrows up and down move. */
  readonly pane: 'tree' | 'time';
  readonly tree: number;
  /** The moment under the cursor, by its key, so that it stays where it is when more come. */
  readonly moment: string | undefined;
}

export interface TextScreen {
  readonly is: 'text';
  readonly title: string;
  readonly lines: readonly TextLine[];
  readonly at: number;
}

export interface LogScreen {
  readonly is: 'log';
  readonly place: LogPlace;
  /** The line to be found when the text has come. */
  readonly find: {readonly at: string; readonly quote: string} | undefined;
  /** Undefined until they have been read. */
  readonly lines: readonly string[] | undefined;
  /** Why they could not be. */
  readonly gap: string | undefined;
  readonly at: number;
}

export type Screen = HomeScreen | IncidentScreen | TextScreen | LogScreen;

export interface State {
  readonly origin: Origin;
  readonly rules: Readonly<Record<string, Rule>>;
  /** What the person calls the program: `kdiag`, `kubectl diag`. */
  readonly command: string;
  readonly timeZone: string | undefined;
  readonly size: Size;
  /** By the source's clock. */
  readonly now: Milliseconds;
  readonly link: Link;
  /** Of the API server's last answers. */
  readonly latencies: readonly Milliseconds[];
  /** What is being read. */
  readonly doing: string | undefined;
  readonly look: Look | undefined;
  readonly marked: readonly Marked[];
  /** The last one is seen; those below are where `esc` leads. */
  readonly stack: readonly [Screen, ...Screen[]];
  /** One line about what was just done, until the next key. */
  readonly notice: string | undefined;
  /** For the outside world to do; taken by whoever runs the reducer. */
  readonly tasks: readonly Task[];
}

export const top = ({stack}: State): Screen => stack.at(-1) ?? stack[0];

/** The screen on top in place of what was there. */
export function withTop(state: State, screen: Screen): State {
  const [first, ...rest] = state.stack;
  return {...state, stack: rest.length === 0 ? [screen] : [first, ...rest.slice(0, -1), screen]};
}

export const pushed = (state: State, screen: Screen): State => ({...state, stack: [...state.stack, screen]});

/** Where one was before; the first screen stays. */
export function popped(state: State): State {
  const [first, ...rest] = state.stack;
  return {...state, stack: [first, ...rest.slice(0, -1)]};
}

export interface Start {
  readonly origin: Origin;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly command: string;
  readonly timeZone?: string | undefined;
  readonly size: Size;
  readonly now: Milliseconds;
}

export const initial = (start: Start): State => ({
  ...start,
  timeZone: start.timeZone,
  link: start.origin.kind === 'bundle' ? {is: 'recorded'} : {is: 'connecting'},
  latencies: [],
  doing: undefined,
  look: undefined,
  marked: [],
  stack: [{is: 'home', at: 0}],
  notice: undefined,
  tasks: [],
});
