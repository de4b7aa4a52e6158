import type {EventWire} from './kube/cluster.ts';
import {type Ref, ref} from './ref.ts';

/** A Kubernetes Event with its two API forms made one. */
export interface KubeEvent {
  readonly about: Ref;
  readonly uid: string | undefined;
  /** `spec.containers{app}` when it is about one container. */
  readonly fieldPath: string | undefined;
  readonly reason: string;
  readonly message: string;
  readonly isWarning: boolean;
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly component: string | undefined;
  readonly host: string | undefined;
}

export function kubeEvent(wire: EventWire): KubeEvent {
  const {involvedObject: on, source, metadata} = wire;
  const first = wire.firstTimestamp ?? wire.eventTime ?? metadata.creationTimestamp;
  return {
    about: ref(on.kind ?? '', on.namespace, on.name),
    uid: on.uid,
    fieldPath: on.fieldPath,
    reason: wire.reason ?? '',
    message: wire.message ?? '',
    isWarning: wire.type === 'Warning',
    count: wire.series?.count ?? wire.count ?? 1,
    first,
    last: wire.series?.lastObservedTime ?? wire.lastTimestamp ?? first,
    component: wire.source.component ?? wire.reportingComponent,
    host: source.host ?? wire.reportingInstance,
  };
}

/** The container an event is about: `spec.containers{app}` says `app`. */
export const containerIn = (event: KubeEvent): string | undefined => /\{([^}]+)\}$/.exec(event.fieldPath ?? '')?.[1];
