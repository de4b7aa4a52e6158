import {ref} from '../model/ref.ts';
import {similar} from '../parse/similar.ts';
import type {Wish} from './actions.ts';
import {tableNamed, tables} from './resources/index.ts';
import {listOf} from './screens/resources.ts';
import type {Screen, State} from './state.ts';

/** What a typed command means. */
export type Command =
  | {readonly is: 'screen'; readonly screen: Screen}
  | {readonly is: 'wish'; readonly wish: Wish}
  | {readonly is: 'wrong'; readonly because: string};

/** Commands that are no name of a resource. */
const WISHES: Readonly<Record<string, Wish>> = {
  incidents: {type: 'home'},
  home: {type: 'home'},
  pulses: {type: 'home'},
  help: {type: 'help'},
  q: {type: 'quit', code: 0},
  quit: {type: 'quit', code: 0},
};

/** `pods`, `po shop` (a namespace), `svc /web` (a filter), `pods -l app=web`, `incidents`, `q`. */
export function commandOf(typed: string): Command {
  const [word = '', ...rest] = typed.trim().split(/\s+/);
  const wish = Object.hasOwn(WISHES, word) ? WISHES[word] : undefined;
  if (wish !== undefined) return {is: 'wish', wish};
  const table = tableNamed(word.toLowerCase());
  if (table === undefined) return {is: 'wrong', because: unknown(word)};
  return {is: 'screen', screen: withRest(table.name, rest.join(' '))};
}

function withRest(kind: string, rest: string): Screen {
  const screen = listOf(kind);
  if (rest === '' || rest === 'all') return screen;
  if (rest.startsWith('/')) return {...screen, filter: rest.slice(1)};
  if (rest.startsWith('-')) return {...screen, filter: rest};
  return {...screen, of: ref('Namespace', undefined, rest)};
}

function unknown(word: string): string {
  const near = similar(word, names());
  return `there is no "${word}"${near === undefined ? '; tab shows what there is' : `; did you mean ${near}?`}`;
}

const names = (): readonly string[] => [...Object.keys(WISHES), ...tables.flatMap(({name, also}) => [name, ...also])];

/** What the text may become, best first: names of tables, and behind one the namespaces. */
export function completions(typed: string, {look}: State): readonly string[] {
  const [, head = '', last = ''] = /^(.*\s)?(\S*)$/.exec(typed.trimStart()) ?? [];
  const words =
    head === ''
      ? [...Object.keys(WISHES), ...tables.map(({name}) => name)]
      : (look?.cluster.all('Namespace') ?? []).map(({metadata}) => metadata.name);
  return words.filter((word) => word.startsWith(last) && word !== last).map((word) => `${head}${word}`);
}
