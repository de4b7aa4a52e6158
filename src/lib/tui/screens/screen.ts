import type {Action, Task} from '../actions.ts';
import type {Row} from '../draw.ts';
import type {Screen, Size, State} from '../state.ts';

/** What an action makes of a screen. What is not named stays as it is. */
export interface Step<S extends Screen> {
  readonly screen?: S | undefined;
  readonly push?: Screen | undefined;
  readonly task?: Task | undefined;
  readonly notice?: string | undefined;
}

/** A kind of screen: how it looks and what it does, both without a terminal. */
export interface ScreenKind<S extends Screen> {
  /** Where one is, in the line on top. */
  title(state: State, screen: S): string;
  /** Lines for the room between the head and the foot of the frame; what is missing is blank. */
  draw(state: State, screen: S, room: Size): readonly Row[];
  act(state: State, screen: S, action: Action, room: Size): Step<S>;
}

/** Where the cursor of a list goes; undefined where the action is no movement. */
export function moved(at: number, length: number, action: Action, page: number): number | undefined {
  const last = Math.max(0, length - 1);
  switch (action.type) {
    case 'move':
      return Math.max(0, Math.min(last, at + action.by));
    case 'page':
      return Math.max(0, Math.min(last, at + action.by * Math.max(1, page - 1)));
    case 'edge':
      return action.to === 'first' ? 0 : last;
    default:
      return undefined;
  }
}
