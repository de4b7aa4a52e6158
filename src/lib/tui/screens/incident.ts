import {clock} from '../../views/clock.ts';
import {told} from '../../views/effects.ts';
import {toneOf} from '../../views/incident.ts';
import type {Moment} from '../../views/timeline.ts';
import {age, named} from '../../views/words.ts';
import {ageOf} from '../../model/time.ts';
import type {Action} from '../actions.ts';
import {beside, BLANK, clamp, padRows, type Row, row, rule, say, spread} from '../draw.ts';
import type {IncidentScreen, Size, State} from '../state.ts';
import {evidenceRows} from './incident-evidence.ts';
import {fixPage, rulePage, ruledOutPage} from './incident-pages.ts';
import {keyOf, momentIndex, nodeOfMoment, type Story, storyOf} from './incident-story.ts';
import {timeRows} from './incident-time.ts';
import {treeRows} from './incident-tree.ts';
import {logName} from './log.ts';
import {moved, type ScreenKind, type Step} from './screen.ts';

const UPPER_AT_LEAST = 6;
const TREE_SHARE = 0.45;

/** Cause tree and evidence above one time axis of everything involved. */
export const incident: ScreenKind<IncidentScreen> = {
  title: (state, {id}) => {
    const story = storyOf(state, id);
    return story === undefined ? 'incident' : named(story.incident.cause.subject);
  },
  draw(state, screen, room) {
    const story = storyOf(state, screen.id);
    if (story === undefined)
      return [BLANK, row(say(' This incident is no longer reported. esc goes back to the list.', 'muted'))];
    return [headRow(story, state, room.columns), ...paneRows(story, state, screen, {...room, rows: room.rows - 1})];
  },
  act(state, screen, action, room) {
    const story = storyOf(state, screen.id);
    return story === undefined ? {} : actedOn(story, state, screen, action, room);
  },
};

function headRow({incident: {cause, severity, active, since}}: Story, state: State, columns: number): Row {
  const elapsed = ageOf(since, new Date(state.now));
  const label = active ? severity.toUpperCase() : 'healed';
  return {
    spans: spread(
      [say(` ${told(cause.summary, cause.subject)}`, 'strong')],
      [
        say(label, active ? toneOf[severity] : 'good'),
        say(elapsed === undefined ? ' ' : `  ${age(elapsed)} `, 'muted'),
      ],
      columns,
    ),
  };
}

function paneRows(story: Story, state: State, screen: IncidentScreen, {columns, rows}: Size): readonly Row[] {
  const watch = clock(new Date(state.now).toISOString(), state.timeZone);
  const at = momentIndex(story, screen.moment);
  const moment = story.moments[at];
  const upper = Math.max(UPPER_AT_LEAST, Math.floor(rows * 0.42));
  const treeWidth = Math.floor(columns * TREE_SHARE);
  const node = clamp(screen.tree, 0, story.nodes.length - 1);
  const tree = treeRows(story, node, {columns: treeWidth, rows: upper}, new Date(state.now));
  const evidence = evidenceRows(story, node, moment, watch, {columns: columns - treeWidth - 2, rows: upper});
  const time = timeRows(story, at, state.now, watch, {columns, rows: rows - upper - 1});
  return [
    ...padRows(beside(padRows(tree, upper), padRows(evidence, upper), treeWidth, columns), upper),
    divider(screen.pane, columns),
    ...time,
  ];
}

/** Says where the arrows move: what is not told by colour alone. */
function divider(pane: IncidentScreen['pane'], columns: number): Row {
  const [line] = rule(columns).spans;
  const words = pane === 'time' ? ' ↑↓ move in time · tab: tree ' : ' ↑↓ move in the tree · tab: time ';
  const side = Math.max(0, Math.floor((columns - words.length) / 2));
  return row(
    say((line?.text ?? '').slice(0, side), 'muted'),
    say(words, 'muted'),
    say((line?.text ?? '').slice(0, columns - side - words.length), 'muted'),
  );
}

function actedOn(
  story: Story,
  state: State,
  screen: IncidentScreen,
  action: Action,
  {columns, rows}: Size,
): Step<IncidentScreen> {
  const at = momentIndex(story, screen.moment);
  const moment = story.moments[at];
  const inTime = screen.pane === 'time' ? moved(at, story.moments.length, action, Math.floor(rows / 2)) : undefined;
  if (inTime !== undefined) return {screen: atMoment(screen, story, inTime)};
  const inTree = screen.pane === 'tree' ? moved(screen.tree, story.nodes.length, action, rows) : undefined;
  if (inTree !== undefined) return {screen: atNode(screen, story, inTree)};
  switch (action.type) {
    case 'scrub':
      return {screen: atMoment(screen, story, clamp(at + action.by, 0, story.moments.length - 1))};
    case 'pane':
      return {screen: {...screen, pane: screen.pane === 'tree' ? 'time' : 'tree'}};
    case 'enter':
      return opened(moment);
    case 'copy':
      return moment === undefined
        ? {}
        : {task: {do: 'copy', text: spelt(moment)}, notice: 'copied the line with its time and source'};
    case 'ruled-out':
      return {push: ruledOutPage(story.incident, columns)};
    case 'rule-page':
      return {push: rulePage(story.incident, state.rules[story.incident.cause.rule], columns)};
    case 'fix':
      return {push: fixPage(story.incident, columns)};
    default:
      return {};
  }
}

/** The tree follows the cursor in time. */
function atMoment(screen: IncidentScreen, story: Story, at: number): IncidentScreen {
  const moment = story.moments[at];
  if (moment === undefined) return screen;
  return {...screen, moment: keyOf(moment), tree: nodeOfMoment(story, moment) ?? screen.tree};
}

/** And time follows the cursor in the tree, where its evidence has a time. */
function atNode(screen: IncidentScreen, story: Story, tree: number): IncidentScreen {
  const proof = story.moments.find((one) => one.proof !== undefined && nodeOfMoment(story, one) === tree);
  return {...screen, tree, ...(proof === undefined ? {} : {moment: keyOf(proof)})};
}

function opened(moment: Moment | undefined): Step<IncidentScreen> {
  if (moment?.place === undefined)
    return {notice: 'this line is from no log: it is told by the object or event itself'};
  const {place, at, quote} = moment;
  return {
    push: {is: 'log', place, find: {at, quote}, lines: undefined, gap: undefined, at: 0},
    task: {do: 'read-log', place},
  };
}

/** A line as one sends it to somebody: when, who says so, about what. */
const spelt = ({at, lane, ref, quote, place}: Moment): string =>
  `${at} ${lane} ${named(ref)}${place === undefined ? '' : ` (${logName(place)})`}: ${quote}`;
