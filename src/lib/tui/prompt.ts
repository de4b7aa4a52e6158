import {completions, commandOf} from './commands.ts';
import type {Action} from './actions.ts';
import {type Prompt, pushed, type State} from './state.ts';

const HISTORY_AT_MOST = 100;

/** Opens the line at the bottom: a filter goes on from what is there. */
export const opened = (state: State, what: Prompt['for'], before: string): State => ({
  ...state,
  prompt: {for: what, text: what === 'filter' ? before : '', before, back: 0},
});

/** What a key makes of what is typed. `send` is how the screen and the room are told of it. */
export function typed(state: State, key: string, send: (state: State, action: Action) => State): State {
  const {prompt} = state;
  if (prompt === undefined) return state;
  switch (key) {
    case 'esc':
    case 'ctrl-c':
      return closed(prompt.for === 'filter' ? send(state, {type: 'filter', text: prompt.before}) : state);
    case 'enter':
      return prompt.for === 'filter' ? closed(state) : given(closed(state), prompt.text, send);
    case 'backspace':
      return prompt.text === ''
        ? closed(state)
        : withText(state, prompt, Array.from(prompt.text).slice(0, -1).join(''), send);
    case 'ctrl-u':
      return withText(state, prompt, '', send);
    case 'ctrl-w':
      return withText(state, prompt, prompt.text.replace(/\S*\s*$/, ''), send);
    case 'tab':
    case 'right': {
      const [best] = prompt.for === 'command' ? completions(prompt.text, state) : [];
      return best === undefined ? state : withText(state, prompt, best, send);
    }
    case 'up':
    case 'down':
      return recalled(state, prompt, key === 'up' ? 1 : -1, send);
    default:
      return Array.from(key).length === 1 ? withText(state, prompt, prompt.text + key, send) : state;
  }
}

/** Pasted text is typed at once; a line break in it ends nothing. */
export const pasted = (state: State, text: string, send: (state: State, action: Action) => State): State =>
  state.prompt === undefined
    ? state
    : withText(state, state.prompt, state.prompt.text + text.replaceAll(/\s+/g, ' '), send);

const closed = (state: State): State => ({...state, prompt: undefined});

/** A filter shows what it does while it is typed. */
function withText(state: State, prompt: Prompt, text: string, send: (state: State, action: Action) => State): State {
  const next = {...state, prompt: {...prompt, text}};
  return prompt.for === 'filter' ? send(next, {type: 'filter', text}) : next;
}

function recalled(state: State, prompt: Prompt, by: number, send: (state: State, action: Action) => State): State {
  const back = Math.max(0, Math.min(state.history.length, prompt.back + by));
  const text = back === 0 ? '' : (state.history.at(-back) ?? '');
  return prompt.for === 'filter' ? state : withText(state, {...prompt, back}, text, send);
}

/** Does what was typed, and remembers it. */
export function given(state: State, text: string, send: (state: State, action: Action) => State): State {
  if (text.trim() === '') return state;
  const command = commandOf(text);
  if (command.is === 'wrong') return {...state, notice: command.because};
  const remembered = {
    ...state,
    history: [...state.history.filter((one) => one !== text), text].slice(-HISTORY_AT_MOST),
  };
  if (command.is === 'wish') return send(remembered, command.wish);
  const [first] = remembered.stack;
  return pushed({...remembered, stack: [first]}, command.screen);
}

/** A command given before, as if it were typed again; the history itself stays as it is. */
export function again(state: State, back: number, send: (state: State, action: Action) => State): State {
  const at = state.recalled + back;
  const text = state.history.at(-1 - at);
  if (text === undefined || at < 0) return {...state, notice: 'no other command was given'};
  return {...given(state, text, send), history: state.history, recalled: at};
}
