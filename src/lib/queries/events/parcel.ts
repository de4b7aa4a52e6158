import type {SeenEvent} from '../../model/seen-event.ts';
import type {Parcel} from '../../model/sink.ts';
import type {ObjectFacts} from './facts.ts';

/** An event as sinks take it, with what is known of the object that it is about. */
export function eventParcel(event: SeenEvent, cluster: string, facts?: ObjectFacts): Parcel {
  return {
    is: 'event',
    time: event.at ?? '1970-01-01T00:00:00Z',
    event: {
      ...event,
      cluster,
      labels: facts?.labels ?? {},
      annotations: facts?.annotations ?? {},
      owners: facts?.owners ?? [],
      isDeleted: facts?.isDeleted ?? false,
    },
  };
}
