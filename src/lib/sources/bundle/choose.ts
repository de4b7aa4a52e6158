import {UserError} from '../../model/failure.ts';
import {isObject, map} from '../../model/schema.ts';
import type {Scope, Wire} from '../../model/source.ts';
import {fieldSelector, labelSelector, type Selected} from '../../parse/selector.ts';

/** Which recorded objects a scope means: what an API server would have selected. Throws a UserError for a selector that is none. */
export function chosenBy({namespace, labels, fields}: Scope): (wire: Wire) => boolean {
  const byLabels = labels === undefined ? undefined : meant(labelSelector(labels), '-l app=web,tier!=db');
  const byFields =
    fields === undefined ? undefined : meant(fieldSelector(fields), '--field-selector status.phase=Running');
  return (wire) => {
    const metadata = isObject(wire['metadata']) ? wire['metadata'] : {};
    return (
      (namespace === undefined || metadata['namespace'] === namespace) &&
      (byLabels === undefined || byLabels(map(metadata['labels']))) &&
      (byFields === undefined || byFields(wire))
    );
  };
}

function meant<T>(selected: Selected<T>, example: string): (of: T) => boolean {
  if (selected.is === 'selector') return selected.matches;
  throw new UserError(`the selector cannot be read: ${selected.because}`, `Write it like ${example}.`);
}
