import type {Wish} from './actions.ts';
import type {Screen} from './state.ts';

/** What a key does, and where: the one table from which keys are looked up and help is drawn. */
interface KeyRow {
  /** As `input.ts` names them; the first is the one that help shows in the foot. */
  readonly keys: readonly string[];
  /** On all screens unless said. */
  readonly on?: ReadonlyArray<Screen['is']>;
  readonly does: string;
  readonly wish: Wish;
  /** In the line at the bottom, in so few words. */
  readonly hint?: string;
}

export const keyTable: readonly KeyRow[] = [
  {keys: ['up', 'k', 'wheel-up'], does: 'one line up', wish: {type: 'move', by: -1}},
  {keys: ['down', 'j', 'wheel-down'], does: 'one line down', wish: {type: 'move', by: 1}},
  {keys: ['pageup', 'ctrl-b'], does: 'one page up', wish: {type: 'page', by: -1}},
  {keys: ['pagedown', 'ctrl-f', ' '], does: 'one page down', wish: {type: 'page', by: 1}},
  {keys: ['g', 'home'], does: 'to the first line', wish: {type: 'edge', to: 'first'}},
  {keys: ['G', 'end'], does: 'to the last line', wish: {type: 'edge', to: 'last'}},
  {keys: ['left', 'h'], on: ['incident'], does: 'back in time', wish: {type: 'scrub', by: -1}},
  {keys: ['right', 'l'], on: ['incident'], does: 'on in time', wish: {type: 'scrub', by: 1}, hint: '←→ time'},
  {keys: ['shift-left', 'H'], on: ['incident'], does: 'ten moments back', wish: {type: 'scrub', by: -10}},
  {keys: ['shift-right', 'L'], on: ['incident'], does: 'ten moments on', wish: {type: 'scrub', by: 10}},
  {keys: ['tab', 'shift-tab'], on: ['incident'], does: 'between tree and time', wish: {type: 'pane'}, hint: 'tab pane'},
  {keys: ['enter'], on: ['home'], does: 'open the incident', wish: {type: 'enter'}, hint: 'enter open'},
  {keys: ['enter'], on: ['incident'], does: 'open the line in its log', wish: {type: 'enter'}, hint: 'enter log'},
  {keys: ['r'], on: ['incident'], does: 'what was ruled out', wish: {type: 'ruled-out'}, hint: 'r ruled out'},
  {keys: ['x'], on: ['incident'], does: "the rule's page", wish: {type: 'rule-page'}, hint: 'x rule'},
  {keys: ['f'], on: ['incident'], does: 'how to mend it, as commands', wish: {type: 'fix'}, hint: 'f fix'},
  {keys: ['y'], does: 'copy the line under the cursor (OSC 52)', wish: {type: 'copy'}, hint: 'y copy'},
  {keys: ['esc', 'backspace'], does: 'back', wish: {type: 'back'}, hint: 'esc back'},
  {keys: ['1'], does: 'the incidents', wish: {type: 'home'}},
  {keys: ['?'], does: 'this help', wish: {type: 'help'}, hint: '? help'},
  {keys: ['ctrl-z'], does: 'suspend (fg brings it back)', wish: {type: 'suspend'}},
  {keys: ['q'], does: 'back, and from the first screen out', wish: {type: 'quit', code: 0}, hint: 'q quit'},
  {keys: ['ctrl-c'], does: 'out at once', wish: {type: 'quit', code: 130}},
];

const isOn = ({on}: KeyRow, screen: Screen['is']): boolean => on === undefined || on.includes(screen);

/** What a key means on a screen; a row for this screen comes before one for all. */
export function wishFor(key: string, screen: Screen['is']): Wish | undefined {
  const rows = keyTable.filter((row) => row.keys.includes(key) && isOn(row, screen));
  return (rows.find(({on}) => on !== undefined) ?? rows[0])?.wish;
}

/** `enter open`, …: those of a screen that are worth a place at the bottom. */
export const hints = (screen: Screen['is']): readonly string[] =>
  keyTable.flatMap((row) => (row.hint !== undefined && isOn(row, screen) ? [row.hint] : []));

/** Rows of help for a screen: keys, what they do, and whether only there. */
export const helpRows = (
  screen: Screen['is'],
): ReadonlyArray<{readonly keys: string; readonly does: string; readonly isHere: boolean}> =>
  keyTable
    .filter((row) => isOn(row, screen))
    .map(({keys, does, on}) => ({keys: keys.map(spelt).join(', '), does, isHere: on !== undefined}));

const spelt = (key: string): string => (key === ' ' ? 'space' : key);
