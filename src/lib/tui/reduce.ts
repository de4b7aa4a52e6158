import {say} from './draw.ts';
import type {Action} from './actions.ts';
import {helpRows} from './keys.ts';
import {marked} from './marks.ts';
import {roomOf} from './frame.ts';
import {acted} from './screens/index.ts';
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
    case 'back':
      return popped(state);
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
