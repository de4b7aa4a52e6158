import type {Severity} from '../model/finding.ts';
import type {Cause, Incident} from '../model/report.ts';
import {ageOf} from '../model/time.ts';
import {branches, told} from './effects.ts';
import {facts} from './evidence.ts';
import {type Block, type Item, line, span, type Span, type Tone} from './view.ts';
import type {Clock} from './clock.ts';
import {age, listed, namedBeside} from './words.ts';

export interface Seeing {
  readonly now: Date;
  readonly clock: Clock;
  readonly explain: boolean;
}

export const toneOf: Readonly<Record<Severity, Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'plain',
  info: 'muted',
};

const FIXES_AT_MOST = 2;
const OBJECTS_AT_MOST = 12;

/** What is wrong, what proves it, what follows from it, and what to do: in that order. */
export function incidentBlocks(incident: Incident, seeing: Seeing): readonly Block[] {
  const {cause} = incident;
  const {clock, explain, now} = seeing;
  const {since, active} = incident;
  const tree = branches(cause.effects, {explain, now, since});
  const items = itemsOf(incident, explain);
  return [
    {
      is: 'heading',
      label: labelOf(incident),
      body: line(told(cause.summary, cause.subject), 'strong'),
      aside: span(sinceWords(since, now), 'muted'),
    },
    {is: 'facts', facts: facts(cause.evidence, cause.changes, {subject: cause.subject, clock, explain, active})},
    ...(tree.length === 0 ? [] : [{is: 'tree', title: line('because of it', 'muted'), branches: tree} as const]),
    ...(items.length === 0 ? [] : [{is: 'items', items} as const]),
  ];
}

function sinceWords(stamp: string | undefined, now: Date): string {
  const elapsed = ageOf(stamp, now);
  return elapsed === undefined ? '' : age(elapsed);
}

/** In capitals, so that it is not told by colour alone. */
const labelOf = ({severity, active}: Incident): Span =>
  active ? span(severity.toUpperCase(), toneOf[severity]) : span('healed', 'good');

function itemsOf(incident: Incident, explain: boolean): readonly Item[] {
  if (explain) return explained(incident);
  return incident.active ? fixes(incident.cause.advice.fix.slice(0, FIXES_AT_MOST)) : [];
}

const fixes = (fix: readonly string[]): readonly Item[] =>
  fix.map((one, at) => step(at === 0 ? 'do' : 'or', one, 'strong'));

const step = (label: string, text: string, tone: Tone): Item => ({
  label: span(label, tone),
  body: line(text),
  isCommand: isCommand(text),
});

/** Advice is either a command, which one copies, or a sentence, which one reads. */
export const isCommand = (text: string): boolean =>
  /^(?:kubectl|kdiag|helm|crictl|journalctl|docker|crane|curl) /.test(text) && !/, or |: /.test(text);

function explained({id, severity, confidence, cause}: Incident): readonly Item[] {
  const {advice, ruledOut} = cause;
  return [
    ...(advice.why === '' ? [] : [remark('why', advice.why)]),
    ...seenOn(cause),
    ...fixes(advice.fix),
    ...advice.confirm.map((one, at) => step(at === 0 ? 'confirm' : '', one, 'muted')),
    ...ruledOut.map(({rule, because}, at) => remark(at === 0 ? 'ruled out' : '', `${rule}: ${because}`)),
    {
      label: span('rule', 'muted'),
      body: line(`${cause.rule} · ${severity} · confidence ${Math.round(confidence * 100)} % · id ${id}`, 'muted'),
    },
  ];
}

const remark = (label: string, text: string): Item => ({label: span(label, 'muted'), body: line(text)});

function seenOn({objects, subject}: Cause): readonly Item[] {
  const others = objects.filter(({kind, name}) => kind !== subject.kind || name !== subject.name);
  return others.length === 0
    ? []
    : [
        remark(
          'seen on',
          listed(
            others.map((one) => namedBeside(one, subject)),
            OBJECTS_AT_MOST,
            ' (-o json)',
          ),
        ),
      ];
}
