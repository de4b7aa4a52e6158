import {seenEvent, type SeenEvent} from '../../model/seen-event.ts';
import {type Gap, type Source, Unavailable, type Wire} from '../../model/source.ts';
import {instant} from '../../model/time.ts';
import {type EventFilter, isMeant} from './filter.ts';

/** An event, and the object it was read from where somebody wants to print it. */
export interface Listed {
  readonly event: SeenEvent;
  readonly wire: Wire | undefined;
}

export interface ListOptions {
  readonly namespace?: string | undefined;
  readonly filter: EventFilter;
  /** Whether the objects are wanted: they are ten times as big as what tables show. */
  readonly keepWire: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface EventList {
  /** In the order of their time; what was seen last comes last, as in kubectl events. */
  readonly events: readonly Listed[];
  readonly gaps: readonly Gap[];
}

/** Events that are in the source now. Throws {@link Unavailable} when none could be read. */
export async function listEvents(source: Source, options: ListOptions): Promise<EventList> {
  const {namespace, filter, keepWire, signal} = options;
  const wanted = isMeant(filter);
  const events: Listed[] = [];
  for await (const page of eventPages(source, namespace, signal))
    for (const wire of page) {
      const event = seenEvent(wire);
      if (wanted(event, wire)) events.push({event, wire: keepWire ? wire : undefined});
    }
  return {events: inOrder(events), gaps: source.gaps().filter(({what}) => what === 'Event')};
}

/** By core/v1, or by events.k8s.io/v1 where only that is allowed: the API server keeps one set of both. */
async function* eventPages(
  source: Source,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Wire[]> {
  let isBegun = false;
  try {
    for await (const page of source.list('Event', {namespace}, signal)) {
      isBegun = true;
      yield page;
    }
  } catch (error) {
    if (isBegun || !(error instanceof Unavailable) || error.gap.why !== 'forbidden') throw error;
    yield* newerApi(source, namespace, error, signal);
  }
}

const PAGE = 500;

async function* newerApi(
  source: Source,
  namespace: string | undefined,
  refusal: Unavailable,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Wire[]> {
  const below = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  for (let token: string | undefined = ''; token !== undefined;) {
    const more: string = token === '' ? '' : `&continue=${encodeURIComponent(token)}`;
    const text: string = await source
      .raw(`/apis/events.k8s.io/v1${below}/events?limit=${PAGE}${more}`, signal)
      .catch((error: unknown) => {
        throw error instanceof Unavailable ? refusal : error;
      });
    const {items, metadata} = JSON.parse(text) as {items?: readonly Wire[]; metadata?: {continue?: string}};
    yield items ?? [];
    token = metadata?.continue === '' ? undefined : metadata?.continue;
  }
}

/** Stable: events of the same second stay as the server sent them. */
export function inOrder<T extends {readonly event: SeenEvent}>(events: readonly T[]): readonly T[] {
  const timed = events.map((one) => ({one, at: instant(one.event.at) ?? 0}));
  return timed.sort((a, b) => a.at - b.at).map(({one}) => one);
}
