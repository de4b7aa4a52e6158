import type {Action} from '../actions.ts';
import type {Row} from '../draw.ts';
import type {Screen, Size, State} from '../state.ts';
import {home} from './home.ts';
import {incident} from './incident.ts';
import {log} from './log.ts';
import type {ScreenKind, Step} from './screen.ts';
import {text} from './text.ts';

/** Every kind of screen. */
const kinds: {readonly [K in Screen['is']]: ScreenKind<Extract<Screen, {is: K}>>} = {home, incident, log, text};

/** The kind of a screen; which of them it is was decided by its `is`. */
const kindOf = (screen: Screen): ScreenKind<Screen> => kinds[screen.is];

export const titleOf = (state: State, screen: Screen): string => kindOf(screen).title(state, screen);
export const drawn = (state: State, screen: Screen, room: Size): readonly Row[] =>
  kindOf(screen).draw(state, screen, room);
export const acted = (state: State, screen: Screen, action: Action, room: Size): Step<Screen> =>
  kindOf(screen).act(state, screen, action, room);
