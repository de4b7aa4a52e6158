import type {Cluster} from '../model/cluster.ts';
import type {Ref} from '../model/ref.ts';
import type {Incident, Report} from '../model/report.ts';
import type {Rule} from '../model/rule.ts';
import type {Origin} from '../model/source.ts';
import type {Milliseconds} from '../model/time.ts';
import type {LogPlace} from '../views/timeline.ts';
import type {Line} from '../views/view.ts';
import type {Task} from './actions.ts';
import type {UsageTable, World} from './resources/kind.ts';

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
  /** Set while its text is on its way: the name by which the answer is known. */
  readonly awaits?: string | undefined;
}

export interface SortBy {
  /** Of the column. */
  readonly name: string;
  readonly descending: boolean;
}

export interface ResourcesScreen {
  readonly is: 'resources';
  /** Name of its table: `pods`. */
  readonly kind: string;
  /** Only what lies below this. */
  readonly of: Ref | undefined;
  readonly filter: string;
  /** The first decides, later ones where it does not. */
  readonly sort: readonly SortBy[];
  /** `namespace`, `node`, `owner`, `label:app`. */
  readonly group: string | undefined;
  readonly faultsOnly: boolean;
  readonly isWide: boolean;
  readonly at: number;
  /** The line under the cursor, so that it stays there when the order changes. */
  readonly key: string | undefined;
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

export type Screen = HomeScreen | IncidentScreen | ResourcesScreen | TextScreen | LogScreen;

/** The line at the bottom while something is typed into it. */
export interface Prompt {
  readonly for: 'command' | 'filter';
  readonly text: string;
  /** What the filter was before: esc brings it back. */
  readonly before: string;
  /** How many commands back one has gone; 0 is what is being typed. */
  readonly back: number;
}

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
  readonly usage: UsageTable;
  /** Both together, for tables: another object whenever one of them is. */
  readonly world: World | undefined;
  readonly marked: readonly Marked[];
  /** The last one is seen; those below are where `esc` leads. */
  readonly stack: readonly [Screen, ...Screen[]];
  readonly prompt: Prompt | undefined;
  /** Commands given so far, oldest first. */
  readonly history: readonly string[];
  /** How far back in it `[` and `]` have gone. */
  readonly recalled: number;
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
  usage: new Map(),
  world: undefined,
  marked: [],
  stack: [{is: 'home', at: 0}],
  prompt: undefined,
  history: [],
  recalled: 0,
  notice: undefined,
  tasks: [],
});
