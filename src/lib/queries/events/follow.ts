import {seenEvent} from '../../model/seen-event.ts';
import type {Source, Told} from '../../model/source.ts';
import {type EventFilter, isMeant} from './filter.ts';
import {inOrder, type Listed} from './list.ts';

/** What a watch of events tells: those that are there in their order, then every update, and what befell the watch. */
export type Followed =
  | {readonly is: 'events'; readonly events: readonly Listed[]; readonly isFirst: boolean}
  | Exclude<Told, {is: 'page' | 'listed' | 'change'}>;

export interface FollowOptions {
  readonly namespace: string | undefined;
  readonly filter: EventFilter;
  /** Deletions are only told as events that are gone from the server; nobody but an archive wants to know. */
  readonly signal: AbortSignal;
}

export async function* follow(source: Source, options: FollowOptions): AsyncGenerator<Followed, void, undefined> {
  const wanted = isMeant(options.filter);
  const read = (wire: Listed['wire'] & object): readonly Listed[] => {
    const event = seenEvent(wire);
    return wanted(event, wire) ? [{event, wire}] : [];
  };
  let first: Listed[] = [];
  for await (const told of source.tail?.('Event', {namespace: options.namespace}, options.signal) ?? []) {
    if (told.is === 'page') first.push(...told.objects.flatMap(read));
    else if (told.is === 'listed') {
      yield {is: 'events', events: inOrder(first), isFirst: true};
      first = [];
    } else if (told.is === 'change') {
      const events = told.change.type === 'DELETED' ? [] : read(told.change.object);
      if (events.length > 0) yield {is: 'events', events, isFirst: false};
    } else yield told;
  }
}
