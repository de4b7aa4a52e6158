import type {EventParcel, Parcel} from '../model/sink.ts';
import {escapeUnprintable} from '../parse/printable.ts';

/** One JSON object on one line, safe to be shown by a terminal. */
export const lineOf = (parcel: Parcel): string => escaped(JSON.stringify(parcel));

export const escaped = (json: string): string =>
  escapeUnprintable(json, (character) =>
    Array.from(
      {length: character.length},
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/** What a person reads first: a template's text, an event's or a log's message, a sample as Prometheus writes it. */
export function messageOf(parcel: Parcel): string {
  switch (parcel.is) {
    case 'event':
      return parcel.event.text ?? parcel.event.message;
    case 'log':
      return parcel.log.message;
    case 'sample':
      return `${parcel.sample.name} ${parcel.sample.value}`;
  }
}

type Flat = Readonly<Record<string, string | number | boolean>>;

/** The same as one level of names and plain values, for stores that keep columns or labels; absent ones are left out. */
export function flat(parcel: Parcel): Flat {
  switch (parcel.is) {
    case 'event':
      return present({...ofEvent(parcel.event), ...prefixed('label', parcel.event.labels)});
    case 'log': {
      const {layer, node, namespace, pod, container, source, level, pattern, fields} = parcel.log;
      return present({layer, node, namespace, pod, container, source, level, pattern, ...prefixed('field', fields)});
    }
    case 'sample': {
      const {name, value, type, labels} = parcel.sample;
      return present({name, value, type, ...prefixed('label', labels)});
    }
  }
}

/** Says which update it is, so that a place that knows it already keeps one; undefined where there is no such thing. */
export const keyOf = (parcel: Parcel): string | undefined => (parcel.is === 'event' ? parcel.event.key : undefined);

/** What must stay in order among itself. */
export function subjectOf(parcel: Parcel): string {
  switch (parcel.is) {
    case 'event': {
      const {kind, namespace, name} = parcel.event.about;
      return [kind, namespace, name].filter((part) => part !== undefined).join('/');
    }
    case 'log':
      return [parcel.log.node, parcel.log.namespace, parcel.log.pod, parcel.log.container, parcel.log.source].join('/');
    case 'sample':
      return parcel.sample.name;
  }
}

const ofEvent = (event: EventParcel): Readonly<Record<string, string | number | boolean | undefined>> => ({
  cluster: event.cluster,
  type: event.isWarning ? 'Warning' : 'Normal',
  reason: event.reason,
  kind: event.about.kind,
  namespace: event.about.namespace ?? event.namespace,
  object: event.about.name,
  event: event.name,
  count: event.count,
  first: event.first,
  last: event.last,
  component: event.component,
  host: event.host,
  action: event.action,
  controller: event.reportingController,
  fieldPath: event.fieldPath,
  uid: event.uid,
  resourceVersion: event.resourceVersion,
  key: event.key,
  owners: event.owners.length === 0 ? undefined : event.owners.join(' '),
  isDeleted: event.isDeleted || undefined,
});

const prefixed = (prefix: string, pairs: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(pairs).map(([key, value]) => [`${prefix}.${key}`, value]));

const present = (pairs: Readonly<Record<string, string | number | boolean | undefined>>): Flat =>
  Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== undefined && value !== '')) as Flat;

/** Nanoseconds since the epoch, from an RFC 3339 stamp with up to nine digits behind the point. */
export function nanoseconds(time: string): string {
  const digits = (/\.(\d{1,9})/.exec(time)?.[1] ?? '').padEnd(9, '0');
  return `${Math.floor(Date.parse(time) / 1000)}${digits}`;
}
