import {ageOf, instant, MINUTE} from '../../model/time.ts';
import {told} from '../../views/effects.ts';
import {labelOf} from '../../views/evidence.ts';
import {toneOf} from '../../views/incident.ts';
import {pulse, type Share} from '../../views/pulse.ts';
import {sparkline} from '../bars.ts';
import type {Line, Span} from '../../views/view.ts';
import {age, count} from '../../views/words.ts';
import {BLANK, cell, firstShown, type Row, row, rule, say, spread} from '../draw.ts';
import {effectsOf} from '../marks.ts';
import type {HomeScreen, Look, Marked, State} from '../state.ts';
import {moved, type ScreenKind} from './screen.ts';

/** Lines above the list: two of pulse and a rule. */
const HEAD = 3;
const WITNESSES_AT_MOST = 3;

/** The cluster's pulse above the live list of incidents. */
export const home: ScreenKind<HomeScreen> = {
  title: () => 'incidents',
  draw(state, {at}, {columns, rows}) {
    const {look} = state;
    if (look === undefined) return [BLANK, row(say(` ${state.doing ?? 'connecting'} …`, 'muted'))];
    const room = Math.max(1, rows - HEAD);
    const first = firstShown(at, state.marked.length, room);
    const shown = state.marked.slice(first, first + room);
    return [
      ...pulseRows(state, look),
      rule(columns),
      ...(state.marked.length === 0 ? [BLANK, calm(look)] : []),
      ...shown.map((one, index) => incidentRow(one, state, columns, first + index === at)),
    ];
  },
  act(state, screen, action, {rows}) {
    const to = moved(screen.at, state.marked.length, action, rows - HEAD);
    if (to !== undefined) return {screen: {...screen, at: to}};
    const chosen = state.marked[screen.at]?.incident;
    if (action.type === 'enter' && chosen !== undefined)
      return {push: {is: 'incident', id: chosen.id, pane: 'time', tree: 0, moment: undefined}};
    if (action.type === 'copy' && chosen !== undefined)
      return {task: {do: 'copy', text: told(chosen.cause.summary, chosen.cause.subject)}, notice: 'copied the summary'};
    return {};
  },
};

function calm({report: {notChecked, incidents}}: Look): Row {
  const what = incidents.length > 0 ? 'Nothing is broken now' : 'No incident found';
  return notChecked.length === 0
    ? row(say(` ${what}.`, 'good'))
    : row(say(` ${what}, as far as could be seen.`, 'warn'));
}

function pulseRows(state: State, {cluster}: Look): readonly Row[] {
  const {nodes, pods, workloads, eventsPerMinute, warnings} = pulse(cluster);
  return [
    {
      spans: [
        ...share('nodes', nodes, 'not ready'),
        ...share('pods', pods, 'not ready'),
        ...share('workloads', workloads, 'short'),
      ],
    },
    {
      spans: [
        say(` events ${String(eventsPerMinute)}/min`),
        say('   warnings ', 'muted'),
        say(sparkline(warnings), warnings.some((one) => one > 0) ? 'warn' : 'muted'),
        say(' 30m', 'muted'),
        ...latency(state),
      ],
    },
  ];
}

function share(what: string, {good, all}: Share, bad: string): Line {
  const missing = all - good;
  return [
    say(` ${what} `, 'muted'),
    say(`${String(good)}/${String(all)}`, missing === 0 ? 'good' : 'strong'),
    ...(missing === 0 ? [say('  ')] : [say(` (${String(missing)} ${bad})  `, 'warn')]),
  ];
}

function latency({latencies}: State): readonly Span[] {
  const last = latencies.at(-1);
  if (last === undefined) return [];
  return [
    say('   api ', 'muted'),
    say(sparkline(latencies.slice(-20)), 'muted'),
    say(` ${String(Math.round(last))} ms`),
  ];
}

/** ` ● CRITICAL  9m  what is wrong …   6 effects  kernel, status` */
function incidentRow({incident, mark, at}: Marked, state: State, columns: number, chosen: boolean): Row {
  const {severity, active, since, cause} = incident;
  const elapsed = ageOf(since, new Date(Math.max(state.now, instant(since) ?? 0)));
  const effects = effectsOf(incident);
  const witnesses = [...new Set(cause.evidence.map(labelOf))].slice(0, WITNESSES_AT_MOST).join(', ');
  const left: Line = [
    say(active ? ' ● ' : ' ○ ', active ? toneOf[severity] : 'good'),
    ...cell(active ? severity.toUpperCase() : 'healed', 9, active ? toneOf[severity] : 'good'),
    ...cell(elapsed === undefined ? '' : age(elapsed), 6, 'muted', 'right'),
    say('  '),
    ...(mark === undefined || (mark === 'healed' && !active && at < state.now - MINUTE)
      ? []
      : [say(`${mark.toUpperCase()} `, mark === 'healed' ? 'good' : 'warn')]),
    say(told(cause.summary, cause.subject), active ? 'plain' : 'muted'),
  ];
  const right: Line =
    columns < 100
      ? [say(effects === 0 ? '' : `+${String(effects)} `, 'muted')]
      : [say(effects === 0 ? '' : `${count(effects, 'effect')}  `, 'muted'), say(`${witnesses} `, 'muted')];
  return {spans: spread(left, right, columns), chosen};
}
