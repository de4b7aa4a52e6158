import {ref} from '../../model/ref.ts';
import type {SeenEvent} from '../../model/seen-event.ts';
import {instant} from '../../model/time.ts';
import type {Column, Listed} from '../listing.ts';
import type {Tone} from '../view.ts';
import {age} from '../words.ts';

/** One row: an event, the moment it is looked at, and the object it was read from. */
export interface EventRow {
  readonly event: SeenEvent;
  readonly now: Date;
  readonly wire: Readonly<Record<string, unknown>> | undefined;
}

/** kubectl's word for a time that is not there. */
const UNKNOWN = '<unknown>';

function ago(stamp: string | undefined, now: Date): string {
  const at = instant(stamp);
  if (at === undefined) return UNKNOWN;
  const elapsed = now.getTime() - at;
  // Go's duration.HumanDuration forgives clocks two seconds.
  return elapsed <= -2000 ? '<invalid>' : age(elapsed);
}

/** `5m (x3 over 10m)`, as kubectl events writes it (kubectl/pkg/cmd/events/event_printer.go). */
export function lastSeen({since, at, count, isSeries}: SeenEvent, now: Date): string {
  const from = ago(since, now);
  return isSeries || count > 1 ? `${ago(at, now)} (x${count} over ${from})` : from;
}

const tone = ({event}: EventRow): Tone => (event.isWarning ? 'warn' : 'plain');

const namespace: Column<EventRow> = {
  name: 'namespace',
  header: 'NAMESPACE',
  shows: 'namespace of the event',
  when: 'shown',
  text: ({event}) => event.namespace,
  value: ({event}) => event.namespace,
};

const column = (
  name: string,
  header: string,
  shows: string,
  read: (row: EventRow) => string,
  more: Partial<Column<EventRow>> = {},
): Column<EventRow> => ({name, header, shows, when: 'shown', text: read, value: read, ...more});

const type = column('type', 'TYPE', 'Normal or Warning', ({event}) => event.type, {tone});
const reason = column('reason', 'REASON', 'reason of the event', ({event}) => event.reason, {tone});
const message = column('message', 'MESSAGE', 'what it says', ({event}) => event.message);
const stamp = (read: (event: SeenEvent) => string | undefined) => ({value: ({event}: EventRow) => read(event)});

/** kubectl events. */
const USUAL: ReadonlyArray<Column<EventRow>> = [
  column(
    'last-seen',
    'LAST SEEN',
    'how long ago, and how often',
    ({event, now}) => lastSeen(event, now),
    stamp(({at}) => at),
  ),
  type,
  reason,
  column('object', 'OBJECT', 'the object it is about', ({event: {about}}) => `${about.kind}/${about.name}`),
  message,
];

/** kubectl get events -o wide (pkg/printers/internalversion/printers.go). */
const WIDE: ReadonlyArray<Column<EventRow>> = [
  column(
    'last-seen',
    'LAST SEEN',
    'how long ago',
    ({event, now}) => ago(event.isSeries ? event.at : event.last, now),
    stamp(({last}) => last),
  ),
  type,
  reason,
  column('object', 'OBJECT', 'the object it is about', ({event: {about}}) =>
    about.name === '' ? about.kind.toLowerCase() : `${about.kind.toLowerCase()}/${about.name}`,
  ),
  column('subobject', 'SUBOBJECT', 'the part of it, such as a container', ({event}) => event.fieldPath ?? ''),
  column('source', 'SOURCE', 'who reported it, and where', ({event}) =>
    [event.component ?? '', event.host ?? ''].filter((part) => part !== '').join(', '),
  ),
  message,
  column(
    'first-seen',
    'FIRST SEEN',
    'since when',
    ({event, now}) => ago(event.first, now),
    stamp(({first}) => first),
  ),
  column('count', 'COUNT', 'how often', ({event}) => String(event.count), {value: ({event}) => event.count}),
  column('name', 'NAME', 'name of the Event', ({event}) => event.name),
];

export const columnsFor = (options: {readonly wide: boolean; readonly namespaces: boolean}) => {
  const columns = options.wide ? WIDE : USUAL;
  return options.namespaces ? [namespace, ...columns] : columns;
};

/** All that rows can be sorted by, once each. */
export const sortable: ReadonlyArray<Column<EventRow>> = [
  namespace,
  ...WIDE,
  column('last', 'LAST', 'when it was last seen', ({event}) => event.at ?? ''),
];

/** For -o name and for programs: the Event itself. */
export const identity = ({event, wire}: EventRow): Pick<Listed, 'record' | 'ref'> => ({
  record: wire === undefined ? {} : {apiVersion: 'v1', kind: 'Event', ...wire},
  ref: ref('Event', event.namespace, event.name),
});
