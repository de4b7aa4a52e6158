import type {Incident} from '../../model/report.ts';
import type {Rule} from '../../model/rule.ts';
import {isCommand} from '../../views/incident.ts';
import {say} from '../draw.ts';
import type {TextLine, TextScreen} from '../state.ts';
import {blank, heading, prose, textLine} from './text.ts';

const page = (title: string, lines: readonly TextLine[]): TextScreen => ({is: 'text', title, lines, at: 0});

/** What was looked at and refuted. */
export function ruledOutPage({cause: {ruledOut}}: Incident, columns: number): TextScreen {
  const lines = ruledOut.flatMap(({rule, because}) => [heading(rule), ...prose(because, columns - 2, '  '), blank]);
  return page('ruled out', lines.length > 0 ? lines : [textLine([say('Nothing else was a candidate.')])]);
}

/** The rule itself: why it matters, how to confirm, how to fix, where the knowledge comes from. */
export function rulePage({cause}: Incident, rule: Rule | undefined, columns: number): TextScreen {
  const width = columns - 2;
  const part = (title: string, lines: readonly TextLine[]): readonly TextLine[] =>
    lines.length === 0 ? [] : [blank, heading(title), ...lines];
  return page(`rule ${cause.rule}`, [
    heading(`${cause.rule}: ${rule?.title ?? cause.title}`),
    ...part('Why it matters', prose(rule?.why ?? cause.advice.why, width, '  ')),
    ...part('How to confirm', steps(rule?.confirm ?? cause.advice.confirm, width)),
    ...part('How to fix', steps(rule?.fix ?? cause.advice.fix, width)),
    ...part(
      'Log lines it reads',
      (rule?.patterns ?? []).map((one) => textLine([say(`  ${one}`)])),
    ),
    ...part(
      'Sources',
      (rule?.sources ?? []).map((one) => textLine([say(`  ${one}`)])),
    ),
  ]);
}

/** What to do, as commands to copy: nothing here runs them. */
export function fixPage({cause: {advice}}: Incident, columns: number): TextScreen {
  return page('fix', [
    textLine([say('Nothing is changed from here: y copies the line under the cursor.', 'muted')]),
    blank,
    heading('To mend it'),
    ...steps(advice.fix, columns - 2),
    blank,
    heading('To confirm it first'),
    ...steps(advice.confirm, columns - 2),
  ]);
}

/** A command stays on one line, whatever its length: what is copied is whole. */
const steps = (all: readonly string[], width: number): readonly TextLine[] =>
  all.flatMap((one) =>
    isCommand(one) ? [textLine([say('  $ ', 'muted'), say(one, 'strong')], one)] : prose(one, width, '  '),
  );
