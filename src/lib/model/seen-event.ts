import type {KubeEvent} from './event.ts';
import {type Ref, ref} from './ref.ts';
import {isObject} from './schema.ts';
import type {Wire} from './source.ts';

/** One update of an Event with all that lists, archives and routes tell them apart by. */
export interface SeenEvent extends KubeEvent {
  /** Of the Event object itself. */
  readonly name: string;
  readonly namespace: string;
  readonly resourceVersion: string | undefined;
  /** Identity of this update: the Event's uid, its resourceVersion and its count. */
  readonly key: string;
  /** As it was sent: Normal, Warning, or what a reporter made up. */
  readonly type: string;
  /** Since when it repeats, as kubectl takes it: eventTime, else firstTimestamp. */
  readonly since: string | undefined;
  /** When it was last seen, which is what events are sorted by: of the series, else lastTimestamp, else eventTime. */
  readonly at: string | undefined;
  readonly isSeries: boolean;
  readonly apiVersion: string | undefined;
  readonly action: string | undefined;
  readonly related: Ref | undefined;
  readonly reportingController: string | undefined;
  readonly reportingInstance: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (raw: unknown): Fields => (isObject(raw) ? raw : {});
const word = (raw: unknown): string | undefined => (typeof raw === 'string' && raw !== '' ? raw : undefined);
const number = (raw: unknown): number | undefined => (typeof raw === 'number' ? raw : undefined);

/** core/v1 or events.k8s.io/v1, which name the same fields differently (k8s.io/api/events/v1, types.go). */
export function seenEvent(wire: Wire): SeenEvent {
  const metadata = fieldsOf(wire['metadata']);
  const on = fieldsOf(wire['involvedObject'] ?? wire['regarding']);
  const source = fieldsOf(wire['source'] ?? wire['deprecatedSource']);
  const series = isObject(wire['series']) ? wire['series'] : undefined;
  const [eventTime, created] = [word(wire['eventTime']), word(metadata['creationTimestamp'])];
  const firstTimestamp = word(wire['firstTimestamp'] ?? wire['deprecatedFirstTimestamp']);
  const lastTimestamp = word(wire['lastTimestamp'] ?? wire['deprecatedLastTimestamp']);
  const seriesTime = series && word(series['lastObservedTime']);
  const counted = number(series?.['count']) ?? number(wire['count'] ?? wire['deprecatedCount']);
  const reportingController = word(wire['reportingComponent'] ?? wire['reportingController']);
  const reportingInstance = word(wire['reportingInstance']);
  const type = word(wire['type']) ?? '';
  const first = firstTimestamp ?? eventTime ?? created;
  const resourceVersion = word(metadata['resourceVersion']);
  const count = counted === undefined || counted === 0 ? 1 : counted;
  return {
    about: ref(word(on['kind']) ?? '', word(on['namespace']), word(on['name']) ?? ''),
    uid: word(on['uid']),
    fieldPath: word(on['fieldPath']),
    reason: word(wire['reason']) ?? '',
    message: (word(wire['message'] ?? wire['note']) ?? '').trim(),
    isWarning: type === 'Warning',
    count,
    first,
    last: seriesTime ?? lastTimestamp ?? first,
    component: word(source['component']) ?? reportingController,
    host: word(source['host']) ?? reportingInstance,
    name: word(metadata['name']) ?? '',
    namespace: word(metadata['namespace']) ?? '',
    resourceVersion,
    key: `${word(metadata['uid']) ?? word(metadata['name']) ?? ''}/${resourceVersion ?? ''}/${count}`,
    type,
    since: eventTime ?? firstTimestamp,
    at: seriesTime ?? lastTimestamp ?? eventTime ?? created,
    isSeries: series !== undefined,
    apiVersion: word(on['apiVersion']),
    action: word(wire['action']),
    related: relatedIn(wire['related']),
    reportingController,
    reportingInstance,
  };
}

function relatedIn(raw: unknown): Ref | undefined {
  const fields = fieldsOf(raw);
  const [kind, name] = [word(fields['kind']), word(fields['name'])];
  return kind === undefined || name === undefined ? undefined : ref(kind, word(fields['namespace']), name);
}
