import type {Milliseconds} from '../../model/time.ts';
import type {Clock} from '../../views/clock.ts';
import {bar} from '../bars.ts';
import {type Lane, lanes, type Moment} from '../../views/timeline.ts';
import {type Line, span, type Tone} from '../../views/view.ts';
import {namedBeside} from '../../views/words.ts';
import {cell, firstShown, type Row, row, say, spread} from '../draw.ts';
import type {Size} from '../state.ts';
import type {Story} from './incident-story.ts';

const LABEL = 11;
/** With fewer rows than this the lanes are laid into one. */
const ROOMY = 16;
const OBJECT_AT_MOST = 24;

/** The axis with its lanes, and below it the moments themselves around the cursor. */
export function timeRows(
  {moments, incident}: Story,
  at: number,
  now: Milliseconds,
  clock: Clock,
  room: Size,
): readonly Row[] {
  const moment = moments[at];
  if (moment === undefined) return [row(say(' nothing here has a time', 'muted'))];
  const axis = axisRows(moments, moment, now, clock, room);
  const list = room.rows - axis.length;
  const first = firstShown(at, moments.length, list);
  const shown = moments.slice(first, first + list);
  const width = Math.min(
    OBJECT_AT_MOST,
    Math.max(...shown.map(({ref}) => namedBeside(ref, incident.cause.subject).length)),
  );
  return [
    ...axis,
    ...shown.map((one, index): Row => {
      return {
        spans: [
          say(one.proof !== undefined ? ' ◆ ' : '   ', 'bad'),
          say(`${clock.at(one.at)}${fraction(one.at)} `, 'muted'),
          ...cell(one.lane, 10, one.lane === 'kernel' || one.lane === 'changed' ? 'strong' : 'muted'),
          ...cell(namedBeside(one.ref, incident.cause.subject), width, 'plain'),
          say(' '),
          say(one.quote, one.tone === 'bad' ? 'strong' : one.tone),
        ],
        chosen: first + index === at,
      };
    }),
  ];
}

/** `.113`; the clock has whole seconds, and what came first within one is often the answer. */
const fraction = (stamp: string): string => {
  const digits = /\.(\d{1,3})/.exec(stamp)?.[1];
  return digits === undefined ? '    ' : `.${digits.padEnd(3, '0')}`;
};

interface Axis {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly cells: number;
  /** Where the cursor is. */
  readonly cursor: number;
}

function axisRows(
  moments: readonly Moment[],
  at: Moment,
  now: Milliseconds,
  clock: Clock,
  {columns, rows}: Size,
): readonly Row[] {
  const from = moments[0]?.when ?? at.when;
  const to = Math.max(now, moments.at(-1)?.when ?? 0, from + 1);
  const cells = Math.max(10, columns - LABEL - 2);
  const axis = {from, to, cells, cursor: cellOf(at.when, {from, to, cells})};
  const used = lanes.filter((lane) => moments.some((one) => one.lane === lane));
  const isRoomy = rows >= ROOMY + used.length;
  const laneRows = isRoomy
    ? used.map((lane) =>
        laneRow(
          lane,
          moments.filter((one) => one.lane === lane),
          axis,
        ),
      )
    : [laneRow('all', moments, axis)];
  return [...laneRows, scale(axis, at, clock, columns)];
}

const cellOf = (when: Milliseconds, {from, to, cells}: Omit<Axis, 'cursor'>): number =>
  Math.min(cells - 1, Math.floor(((when - from) / (to - from)) * cells));

/** How much happened when; proofs and changes stand out, and the cursor goes through all lanes. */
function laneRow(lane: Lane | 'all', moments: readonly Moment[], axis: Axis): Row {
  const counts = new Array<number>(axis.cells).fill(0);
  const signs = new Map<number, {readonly sign: string; readonly tone: Tone}>();
  for (const one of moments) {
    const at = cellOf(one.when, axis);
    counts[at] = (counts[at] ?? 0) + 1;
    if (one.proof !== undefined) signs.set(at, {sign: '◆', tone: 'bad'});
    else if (one.lane === 'changed' && !signs.has(at)) signs.set(at, {sign: '▲', tone: 'warn'});
  }
  const highest = Math.max(...counts);
  const line = counts.map((count, at): Line[number] => {
    const sign = signs.get(at);
    if (sign !== undefined) return span(sign.sign, sign.tone);
    if (count > 0) return span(bar(count / highest), 'plain');
    return at === axis.cursor ? span('┃', 'strong') : span('·', 'muted');
  });
  return {spans: [say(' '), ...cell(lane === 'all' ? 'time' : lane, LABEL - 1, 'muted'), ...merged(line)]};
}

/** Neighbours of one tone as one span: a row has hundreds of cells. */
function merged(line: Line): Line {
  const out: Array<{text: string; readonly tone: Tone}> = [];
  for (const {text, tone} of line) {
    const last = out.at(-1);
    if (last?.tone === tone) last.text += text;
    else out.push({text, tone});
  }
  return out;
}

/** When the axis begins and ends, and between them when the cursor is. */
function scale({from, to, cells, cursor}: Axis, at: Moment, clock: Clock, columns: number): Row {
  const [begin, end, here] = [stamp(from, clock), stamp(to, clock), `▲ ${clock.at(at.at)}`];
  const room = cells - begin.length - end.length - 2;
  const left = Math.max(0, Math.min(room - here.length, cursor - begin.length - 1));
  const middle = room < here.length ? '' : `${' '.repeat(left)}${here}`;
  return {
    spans: spread(
      [say(' '.repeat(LABEL)), say(begin, 'muted'), say(` ${middle}`, 'strong')],
      [say(`${end}  `, 'muted')],
      columns,
    ),
  };
}

const stamp = (when: Milliseconds, clock: Clock): string => clock.at(new Date(when).toISOString());
