import type {Effect, Incident} from '../model/report.ts';
import {type Milliseconds, MINUTE} from '../model/time.ts';
import type {Mark, Marked} from './state.ts';

/** How long a mark is shown: as long as one may have looked away. */
const SHOWN: Milliseconds = 5 * MINUTE;

/**
 * Incidents with what became of them since they were last seen; of those seen at first there is nothing to say. What is no longer reported has healed, and stays in
 * view for a while: it must not vanish under somebody's eyes.
 */
export function marked(
  seen: readonly Marked[] | undefined,
  now: readonly Incident[],
  at: Milliseconds,
): readonly Marked[] {
  const before = seen ?? [];
  const known = new Map(before.map((one) => [one.incident.id, one]));
  const reported = new Set(now.map(({id}) => id));
  const here = now.map((incident): Marked => {
    const old = known.get(incident.id);
    if (old === undefined) return {incident, mark: seen === undefined ? undefined : 'new', at};
    const mark = difference(old.incident, incident);
    if (mark !== undefined) return {incident, mark, at};
    return {incident, mark: at - old.at > SHOWN ? undefined : old.mark, at: old.at};
  });
  const gone = before
    .filter(({incident}) => !reported.has(incident.id))
    .map((one): Marked =>
      one.mark === 'healed' ? one : {incident: {...one.incident, active: false}, mark: 'healed', at},
    )
    .filter((one) => at - one.at <= SHOWN);
  return [...here, ...gone];
}

function difference(old: Incident, now: Incident): Mark | undefined {
  if (old.active !== now.active) return now.active ? 'new' : 'healed';
  const isSame =
    old.severity === now.severity && effectsOf(old) === effectsOf(now) && old.cause.summary === now.cause.summary;
  return isSame ? undefined : 'changed';
}

/** How many things follow from it. */
export const effectsOf = ({cause}: Incident): number => countOf(cause.effects);

const countOf = (effects: readonly Effect[]): number =>
  effects.reduce((sum, {effects: below}) => sum + 1 + countOf(below), 0);
