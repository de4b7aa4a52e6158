import {age} from '../views/words.ts';
import {clock} from '../views/clock.ts';
import type {Line} from '../views/view.ts';
import {padRows, type Row, say, spread} from './draw.ts';
import {hints} from './keys.ts';
import {drawn, titleOf} from './screens/index.ts';
import {type Size, type State, top} from './state.ts';

/** Smaller than this nothing can be laid out. */
const LEAST: Size = {columns: 40, rows: 8};

/** The room that a screen has between the line on top and the one at the bottom. */
export const roomOf = ({columns, rows}: Size): Size => ({columns, rows: Math.max(1, rows - 2)});

/** The whole screen, exactly as many rows as the terminal has. */
export function frame(state: State): readonly Row[] {
  const {size} = state;
  if (size.columns < LEAST.columns || size.rows < LEAST.rows)
    return padRows([{spans: [say(`needs ${String(LEAST.columns)}×${String(LEAST.rows)}`)]}], size.rows);
  const room = roomOf(size);
  return [head(state), ...padRows(drawn(state, top(state), room), room.rows), foot(state)];
}

function head(state: State): Row {
  const {origin, stack, size} = state;
  const where =
    origin.kind === 'bundle'
      ? (origin.path?.split('/').at(-1) ?? 'bundle')
      : (origin.context ?? origin.server ?? 'in cluster');
  const path = stack.map((screen) => titleOf(state, screen)).join(' › ');
  return {
    spans: spread(
      [say(` ${where}`, 'strong'), say(` ${origin.version ?? ''}  `, 'muted'), say(path)],
      standing(state),
      size.columns,
    ),
  };
}

/** Whether what is on screen is of now, and if not, how old it is. */
function standing({link, look, now, origin, doing, timeZone}: State): Line {
  const stamp = new Date(now).toISOString();
  const watch = clock(stamp, timeZone);
  const old = look === undefined ? undefined : now - Date.parse(look.report.takenAt);
  switch (link.is) {
    case 'recorded':
      return [say(`${watch.full(look?.report.takenAt ?? stamp)} `, 'muted'), say('recorded ', 'strong')];
    case 'connecting':
      return [say(`${origin.kind === 'cluster' ? (doing ?? 'connecting') : 'reading'} … `, 'muted')];
    case 'live':
      return [
        say(doing === undefined ? '' : `${doing} … `, 'muted'),
        say(`${watch.at(stamp)} `, 'muted'),
        say(old === undefined ? 'live ' : `live, seen ${age(old)} ago `, 'good'),
      ];
    case 'lost':
      return [
        say(`NO CONNECTION for ${age(now - link.since)}`, 'bad'),
        say(old === undefined ? ' ' : `, shown as of ${watch.at(look?.report.takenAt)} (${age(old)} old) `, 'warn'),
      ];
  }
}

function foot(state: State): Row {
  const {notice, look, size, link} = state;
  if (notice !== undefined) return {spans: [say(` ${notice}`, 'strong')]};
  if (link.is === 'lost') return {spans: [say(` ${link.why}`, 'warn')]};
  const missing = new Set((look?.report.notChecked ?? []).map(({gap}) => `${gap.what} ${gap.why}`)).size;
  const unseen = missing === 0 ? [] : [say(`not seen: ${String(missing)} `, 'warn')];
  return {spans: spread([say(` ${hints(top(state).is).join('  ')}`, 'muted')], unseen, size.columns)};
}
