import type {Effect, Incident, Report} from '../model/report.ts';
import {printable} from '../parse/printable.ts';
import {labelOf} from '../views/evidence.ts';
import {count, named} from '../views/words.ts';

/** An incident in plain lines, for formats that show text as it is: what proves it, what follows, what to do. */
export function proofLines({cause}: Incident): readonly string[] {
  const evidence = cause.evidence.map(
    (one) => `${labelOf(one)} ${named(one.ref)}${one.at === undefined ? '' : ` ${one.at}`}: ${short(one.quote)}`,
  );
  const changes = cause.changes.map(({at, what}) => `changed ${at}: ${short(what)}`);
  const effects = cause.effects.flatMap(flat).map(({summary}) => `because of it: ${short(summary)}`);
  const more =
    effects.length > EFFECTS_AT_MOST
      ? [`because of it: ${count(effects.length - EFFECTS_AT_MOST, 'more effect')}`]
      : [];
  const fixes = cause.advice.fix.map((fix, at) => `${at === 0 ? 'do' : 'or'}: ${fix}`);
  return [...evidence, ...changes, ...effects.slice(0, EFFECTS_AT_MOST), ...more, ...fixes].map(printable);
}

const EFFECTS_AT_MOST = 20;
const QUOTE_AT_MOST = 2000;
const short = (text: string): string => (text.length > QUOTE_AT_MOST ? `${text.slice(0, QUOTE_AT_MOST)}…` : text);

const flat = (effect: Effect): readonly Effect[] => [effect, ...effect.effects.flatMap(flat)];

/** `nodes: forbidden (…)` */
export function gapLine({gap: {what, why, hint}}: Report['notChecked'][number]): string {
  return printable(`${what}: ${why}${hint === undefined || hint === '' ? '' : ` (${hint})`}`);
}
