import {Cluster} from '../../src/lib/model/cluster.ts';
import {SECOND} from '../../src/lib/model/time.ts';
import {examined} from '../../src/lib/queries/doctor.ts';
import {rules} from '../../src/lib/rules/index.ts';
import {openBundle} from '../../src/lib/sources/bundle.ts';
import type {Action, Task} from '../../src/lib/tui/actions.ts';
import {frame} from '../../src/lib/tui/frame.ts';
import {wishFor} from '../../src/lib/tui/keys.ts';
import {plain} from '../../src/lib/tui/paint.ts';
import {reduce} from '../../src/lib/tui/reduce.ts';
import {initial, type Look, type Size, type State, top} from '../../src/lib/tui/state.ts';

/** The sizes at which whole frames are compared: the smallest that must do, a usual one, a large one. */
export const SIZES: readonly Size[] = [
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 60},
];

export const sizeName = ({columns, rows}: Size): string => `${String(columns)}x${String(rows)}`;

/** Everything that a bundle says, as the room sees it. */
export async function lookAt(bundle: string): Promise<Look> {
  const source = await openBundle(bundle);
  const {report, snapshot} = await examined(source, {rules});
  return {report, cluster: new Cluster(snapshot)};
}

export function room(look: Look | undefined, size: Size = {columns: 120, rows: 40}): State {
  const origin = look?.report.origin ?? {kind: 'cluster', context: 'prod-eu', version: 'v1.34.4'};
  const now = look === undefined ? Date.parse('2026-03-01T02:17:09Z') : Date.parse(look.report.takenAt);
  const state = initial({origin, rules, command: 'kdiag', timeZone: 'UTC', size, now});
  return look === undefined ? state : reduce(state, {type: 'looked', look});
}

/** The same room after some keys, as a person would press them. */
export const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce((before, key) => {
    const wish = wishFor(key, top(before).is);
    return wish === undefined ? before : reduce(before, wish);
  }, state);

export const after = (state: State, ...actions: readonly Action[]): State => actions.reduce(reduce, state);

/** What is on screen, as text. */
export const shown = (state: State): string =>
  frame(state)
    .map((row) => plain(row, state.size.columns))
    .join('\n');

export const taskOf = (state: State): Task | undefined => state.tasks.at(-1);

export const seconds = (count: number): number => count * SECOND;
