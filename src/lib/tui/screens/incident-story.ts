import type {Cluster} from '../../model/cluster.ts';
import type {Evidence} from '../../model/evidence.ts';
import {type Ref, refKey} from '../../model/ref.ts';
import type {Effect, Incident} from '../../model/report.ts';
import {type Moment, timeline} from '../../views/timeline.ts';
import type {State} from '../state.ts';

/** A line of the cause tree: the cause itself, or something that follows from it. */
export interface TreeNode {
  /** What stands before it: `├─ `. */
  readonly prefix: string;
  readonly subject: Ref;
  readonly objects: readonly Ref[];
  readonly summary: string;
  readonly since: string | undefined;
  readonly evidence: readonly Evidence[];
}

/** An incident with everything that the screen shows of it. */
export interface Story {
  readonly incident: Incident;
  readonly nodes: readonly TreeNode[];
  readonly moments: readonly Moment[];
}

const told = new WeakMap<Incident, Story>();

/** Undefined when it is not known (any more). Told once for each look at the cluster. */
export function storyOf({look, marked}: State, id: string): Story | undefined {
  const incident = marked.find((one) => one.incident.id === id)?.incident;
  if (incident === undefined || look === undefined) return undefined;
  const known = told.get(incident);
  if (known !== undefined) return known;
  const story = storyFrom(incident, look.cluster);
  told.set(incident, story);
  return story;
}

const storyFrom = (incident: Incident, cluster: Cluster): Story => ({
  incident,
  nodes: treeOf(incident),
  moments: timeline(incident, cluster),
});

function treeOf({cause, since}: Incident): readonly TreeNode[] {
  const {subject, objects, summary, evidence, effects} = cause;
  return [{prefix: '', subject, objects, summary, since, evidence}, ...branches(effects, '')];
}

function branches(effects: readonly Effect[], before: string): readonly TreeNode[] {
  return effects.flatMap(({subject, summary, since, evidence, effects: below}, at) => {
    const isLast = at === effects.length - 1;
    return [
      {prefix: `${before}${isLast ? '└─ ' : '├─ '}`, subject, objects: [], summary, since, evidence},
      ...branches(below, `${before}${isLast ? '   ' : '│  '}`),
    ];
  });
}

export const keyOf = ({when, lane, ref, quote}: Moment): string =>
  `${String(when)} ${lane} ${refKey(ref)} ${quote.slice(0, 100)}`;

/** Where the cursor is: at the moment it was put on, else at the first proof of the cause. */
export function momentIndex({moments, incident}: Story, key: string | undefined): number {
  const kept = key === undefined ? -1 : moments.findIndex((one) => keyOf(one) === key);
  if (kept !== -1) return kept;
  const decisive = incident.cause.evidence.flatMap((evidence) => {
    const at = moments.findIndex((moment) => isFrom(moment, evidence));
    return at === -1 ? [] : [{at, canOpen: moments[at]?.place !== undefined}];
  });
  return (decisive.find(({canOpen}) => canOpen) ?? decisive[0])?.at ?? Math.max(0, moments.length - 1);
}

/** Cause and effect may rest on the same line, which stands on the axis once. */
export const isFrom = ({proof}: Moment, evidence: Evidence): boolean =>
  proof === evidence ||
  (proof?.at === evidence.at && proof?.quote === evidence.quote && refKey(proof.ref) === refKey(evidence.ref));

/** The line of the tree that a moment belongs to; undefined where it is about something beside. */
export function nodeOfMoment({nodes}: Story, moment: Moment): number | undefined {
  const proven = nodes.findIndex(({evidence}) => evidence.some((one) => isFrom(moment, one)));
  if (proven !== -1) return proven;
  const key = refKey(moment.ref);
  const about = nodes.findIndex(
    ({subject, objects, evidence}) =>
      refKey(subject) === key ||
      objects.some((one) => refKey(one) === key) ||
      evidence.some(({ref}) => refKey(ref) === key),
  );
  return about === -1 ? undefined : about;
}
