import {ref, type Ref, refKey} from '../../model/ref.ts';
import type {Gap, Source} from '../../model/source.ts';
import {isNamespaced, type Kind} from '../../model/kinds.ts';
import {type EventFilter} from './filter.ts';
import {type EventList, listEvents, type ListOptions} from './list.ts';
import {labelsOf, ownerTree} from './tree.ts';

/** What was asked, in meaning; the flags of the family become this. */
export interface EventQuestion {
  /** Undefined for all. */
  readonly namespace: string | undefined;
  /** Where an object is looked for that was named without a namespace. */
  readonly objectNamespace: string;
  readonly object?: {readonly kind: string; readonly name: string} | undefined;
  /** Nothing but the object. */
  readonly only: boolean;
  readonly labels?: ((of: Readonly<Record<string, string>>) => boolean) | undefined;
  readonly filter: EventFilter;
}

/** The filter with what had to be read from the source first: whose events are meant. */
export interface Prepared {
  readonly namespace: string | undefined;
  readonly filter: EventFilter;
  readonly gaps: readonly Gap[];
}

/** An object's node reports in namespace `default`, so events about an object are looked for everywhere. */
export async function prepared(source: Source, asked: EventQuestion, signal?: AbortSignal): Promise<Prepared> {
  const {object, only, filter} = asked;
  if (object === undefined) return {namespace: asked.namespace, filter, gaps: []};
  const root = rootOf(object, asked.objectNamespace);
  if (only) return {namespace: undefined, filter: {...filter, about: (of) => refKey(of) === refKey(root)}, gaps: []};
  const tree = await ownerTree(source, root, signal);
  return {namespace: undefined, filter: {...filter, about: tree.has}, gaps: tree.gaps};
}

const rootOf = ({kind, name}: {readonly kind: string; readonly name: string}, namespace: string): Ref =>
  ref(kind, isNamespaced(kind as Kind) ? namespace : undefined, name);

/** Events that are there now, as asked. */
export async function ask(
  source: Source,
  question: EventQuestion,
  options: Pick<ListOptions, 'keepWire' | 'signal'>,
): Promise<EventList> {
  const {namespace, filter, gaps} = await prepared(source, question, options.signal);
  const list = await listEvents(source, {namespace, filter, ...options});
  const labelled = await selected(source, question, list, options.signal);
  return {events: labelled.events, gaps: [...gaps, ...labelled.gaps]};
}

async function selected(
  source: Source,
  {labels, namespace}: EventQuestion,
  list: EventList,
  signal: AbortSignal | undefined,
): Promise<EventList> {
  if (labels === undefined) return list;
  const known = await labelsOf(
    source,
    list.events.map(({event}) => event.about),
    namespace,
    signal,
  );
  return {
    events: list.events.filter(({event}) => labels(known.labels.get(refKey(event.about)) ?? {})),
    gaps: [...list.gaps, ...known.gaps],
  };
}
