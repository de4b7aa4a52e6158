import type {Effect} from '../model/report.ts';
import type {Ref} from '../model/ref.ts';
import {ageOf} from '../model/time.ts';
import {type Branch, line, span} from './view.ts';
import {age, named, plural} from './words.ts';

/** Siblings of one rule that are told one by one; more are counted. */
const ALIKE_AT_MOST = 3;
/** Different siblings under one cause. */
const SIBLINGS_AT_MOST = 8;

export interface Telling {
  readonly explain: boolean;
  readonly now: Date;
  /** Onset of what stands above. */
  readonly since: string | undefined;
}

/** What follows from a cause, as a tree; siblings that say the same about many objects are one branch. */
export function branches(effects: readonly Effect[], telling: Telling): readonly Branch[] {
  if (telling.explain) return effects.map((one) => branchOf(one, telling));
  const groups = [...Map.groupBy(effects, ({rule}) => rule).values()];
  const told = groups.slice(0, SIBLINGS_AT_MOST).flatMap((group) => alike(group, telling));
  const rest = groups.slice(SIBLINGS_AT_MOST).flat();
  return rest.length === 0 ? told : [...told, counted(rest, 'more')];
}

/** One too many would be replaced by a line that says so, which is no shorter. */
function alike(group: readonly Effect[], telling: Telling): readonly Branch[] {
  if (group.length <= ALIKE_AT_MOST + 1) return group.map((one) => branchOf(one, telling));
  return [
    ...group.slice(0, ALIKE_AT_MOST).map((one) => branchOf(one, telling)),
    counted(group.slice(ALIKE_AT_MOST), 'more'),
  ];
}

const branchOf = ({summary, subject, since, effects}: Effect, telling: Telling): Branch => ({
  body: line(told(summary, subject)),
  aside: span(ageBeside(since, telling), 'muted'),
  branches: branches(effects, {...telling, since: since ?? telling.since}),
});

/** An effect is expected to be as old as its cause, within a tenth; what is expected is not told. */
function ageBeside(since: string | undefined, {now, since: above}: Telling): string {
  const [own, theirs] = [ageOf(since, now), ageOf(above, now)];
  if (own === undefined) return '';
  return theirs !== undefined && Math.abs(own - theirs) <= theirs / 10 ? '' : age(own);
}

/** `9 more Deployments, 3 more Pods`, with what hangs below them in the count. */
function counted(effects: readonly Effect[], word: string): Branch {
  const kinds = Map.groupBy(effects.flatMap(flat), ({subject}) => subject.kind);
  const words = [...kinds].map(([kind, some]) => `${some.length} ${word} ${some.length === 1 ? kind : plural(kind)}`);
  return {body: line(words.join(', '), 'muted'), aside: span(''), branches: []};
}

const flat = (effect: Effect): readonly Effect[] => [effect, ...effect.effects.flatMap(flat)];

/** A summary names its object; one that does not is helped. */
export const told = (summary: string, subject: Ref): string =>
  summary.includes(subject.name) ? summary : `${named(subject)}: ${summary}`;
