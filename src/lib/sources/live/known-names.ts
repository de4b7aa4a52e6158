import {similar} from '../../parse/similar.ts';

const LISTED_AT_MOST = 12;

/** A hint for an unknown name: the one that was meant, if any is near, and the known ones. */
export function knownNames(what: string, typed: string, known: readonly string[]): string {
  if (known.length === 0) return `The kubeconfig has no ${what}s.`;
  const near = similar(typed, known);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const listed = known.slice(0, LISTED_AT_MOST).join(', ');
  const more = known.length > LISTED_AT_MOST ? ` and ${known.length - LISTED_AT_MOST} more` : '';
  return `${meant}Known ${what}s: ${listed}${more}.`;
}
