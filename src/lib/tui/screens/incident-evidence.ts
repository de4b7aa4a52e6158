import {fitted} from '../../formats/_layout.ts';
import type {Evidence} from '../../model/evidence.ts';
import type {Clock} from '../../views/clock.ts';
import {facts} from '../../views/evidence.ts';
import {isCommand} from '../../views/incident.ts';
import type {Moment} from '../../views/timeline.ts';
import type {Fact} from '../../views/view.ts';
import {type Row, row, say} from '../draw.ts';
import type {Size} from '../state.ts';
import {isFrom, type Story} from './incident-story.ts';

/** Lines of one quote; more are in its log. */
const QUOTE_LINES = 3;

/** What proves the chosen line of the tree; the piece under the time cursor is marked. */
export function evidenceRows(
  {incident, nodes}: Story,
  at: number,
  moment: Moment | undefined,
  clock: Clock,
  {columns, rows}: Size,
): readonly Row[] {
  const node = nodes[at] ?? nodes[0];
  if (node === undefined) return [];
  const {cause} = incident;
  const changes = at === 0 ? cause.changes : [];
  const told = facts(node.evidence, changes, {subject: node.subject, clock, explain: true, active: true});
  const blocks = told.map((fact, index) => factRows(fact, columns, isUnder(node.evidence[index], moment)));
  const under = node.evidence.findIndex((one) => isUnder(one, moment));
  const shown = scrolled(blocks, under, rows - (at === 0 ? 2 : 0));
  return at === 0 ? [...shown, ...closing(cause.ruledOut.length, cause.advice.fix)] : shown;
}

const isUnder = (evidence: Evidence | undefined, moment: Moment | undefined): boolean =>
  evidence !== undefined && moment !== undefined && isFrom(moment, evidence);

function factRows({label, object, time, quote}: Fact, columns: number, chosen: boolean): readonly Row[] {
  const head: Row = {
    spans: [
      say(` ${label}`, 'strong'),
      ...(object === '' ? [] : [say(`  ${object}`)]),
      ...(time === '' ? [] : [say(`  ${time}`, 'muted')]),
    ],
    chosen,
  };
  const lines = fitted(
    quote.map(({text, tone}) => say(text, tone)),
    {width: columns - 3, lines: QUOTE_LINES, breaks: true, cut: 'middle'},
  );
  return [head, ...lines.map((line): Row => ({spans: [say('   '), ...line]}))];
}

/** From the block under the cursor on where all of them do not fit. */
function scrolled(blocks: ReadonlyArray<readonly Row[]>, under: number, rows: number): readonly Row[] {
  const all = blocks.flat();
  if (all.length <= rows || under <= 0) return all.slice(0, rows);
  const before = blocks.slice(0, under).flat().length;
  return all.slice(Math.min(before, Math.max(0, all.length - rows))).slice(0, rows);
}

function closing(ruledOut: number, fix: readonly string[]): readonly Row[] {
  const command = fix.find(isCommand) ?? fix[0];
  return [
    ...(ruledOut === 0 ? [] : [row(say(` ruled out: ${String(ruledOut)}`, 'muted'), say('  (r)', 'muted'))]),
    ...(command === undefined ? [] : [row(say(' do  ', 'strong'), say(command))]),
  ];
}
