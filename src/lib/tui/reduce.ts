import {say} from './draw.ts';
import type {Action} from './actions.ts';
import {helpRows} from './keys.ts';
import {marked} from './marks.ts';
import {roomOf} from './frame.ts';
import {again, opened, pasted, typed} from './prompt.ts';
import {acted} from './screens/index.ts';
import {listOf} from './screens/resources.ts';
import {textLine} from './screens/text.ts';
import {cell} from './draw.ts';
import {popped, pushed, type State, type TextScreen, top, withTop} from './state.ts';

const LATENCIES_AT_MOST = 60;

/** What an action makes of the state: all that happens in the room happens here, without a terminal or a clock. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'looked': {
      const at = action.look.report.takenAt;
      return {
        ...state,
        look: action.look,
        world: {cluster: action.look.cluster, usage: state.usage},
        marked: marked(
          state.look === undefined ? undefined : state.marked,
          action.look.report.incidents,
          Date.parse(at),
        ),
        now: Math.max(state.now, Date.parse(at)),
        doing: undefined,
        link: state.origin.kind === 'bundle' ? state.link : {is: 'live'},
      };
    }
    case 'measured':
      return {
        ...state,
        usage: action.usage,
        world: state.look === undefined ? undefined : {cluster: state.look.cluster, usage: action.usage},
      };
    case 'doing':
      return {...state, doing: action.what};
    case 'tick':
      return {...state, now: action.now};
    case 'beat':
      return {
        ...state,
        now: action.now,
        latencies: [...state.latencies, action.latency].slice(-LATENCIES_AT_MOST),
        link: state.link.is === 'lost' ? {is: state.look === undefined ? 'connecting' : 'live'} : state.link,
      };
    case 'lost':
      return {
        ...state,
        now: action.now,
        doing: undefined,
        link: {is: 'lost', since: state.link.is === 'lost' ? state.link.since : action.now, why: action.why},
      };
    case 'resize':
      return {...state, size: action.size};
    case 'notice':
      return {...state, notice: action.text};
    case 'tasks-taken':
      return state.tasks.length === 0 ? state : {...state, tasks: []};
    default:
      return wished({...state, notice: undefined}, action);
  }
}

/** What a person wants of the whole room; anything else is for the screen on top. */
function wished(state: State, action: Action): State {
  switch (action.type) {
    case 'prompt':
      return opened(state, action.for, filterIn(state));
    case 'typed':
      return typed(state, action.key, wished);
    case 'pasted':
      return pasted(state, action.text, wished);
    case 'again':
      return again(state, action.back, wished);
    case 'open':
      return pushed({...state, stack: [state.stack[0]]}, listOf(action.kind));
    case 'back':
      return filterIn(state) === '' ? popped(state) : stepped(state, {type: 'filter', text: ''});
    case 'home':
      return {...state, stack: [state.stack[0]]};
    case 'help':
      return top(state).is === 'text' ? state : pushed(state, helpScreen(state));
    case 'suspend':
      return {...state, tasks: [...state.tasks, {do: 'suspend'}]};
    case 'quit':
      return action.code === 0 && state.stack.length > 1
        ? popped(state)
        : {...state, tasks: [...state.tasks, {do: 'quit', code: action.code}]};
    default:
      return stepped(state, action);
  }
}

/** The filter of the screen on top. */
function filterIn(state: State): string {
  const screen = top(state);
  return 'filter' in screen ? screen.filter : '';
}

function stepped(state: State, action: Action): State {
  const {screen, push, task, notice} = acted(state, top(state), action, roomOf(state.size));
  const here = screen === undefined ? state : withTop(state, screen);
  const there = push === undefined ? here : pushed(here, push);
  return {
    ...there,
    ...(notice === undefined ? {} : {notice}),
    ...(task === undefined ? {} : {tasks: [...there.tasks, task]}),
  };
}

function helpScreen(state: State): TextScreen {
  const rows = helpRows(top(state).is);
  const width = Math.max(...rows.map(({keys}) => keys.length)) + 2;
  const lines = rows.map(({keys, does, isHere}) =>
    textLine([...cell(keys, width, 'strong'), say(does), ...(isHere ? [say('  (here)', 'muted')] : [])]),
  );
  return {is: 'text', title: 'keys', lines, at: 0};
}
