import type {NodeSign, PodSign} from './cluster/logs.ts';
import {refOf} from './cluster/objects.ts';
import type {PodContainer} from './containers.ts';
import type {KubeEvent} from './event.ts';
import type {Evidence, Proof} from './evidence.ts';
import type {Kind} from './kinds.ts';
import type {Condition} from './kube/meta.ts';
import type {Terminated} from './kube/pod.ts';
import {type Ref, ref} from './ref.ts';
import type {AnyObject} from './cluster/objects.ts';
import type {ContainerLog, LogLine} from './snapshot.ts';

/** Constructors of evidence: rules quote with these, so that every quote has a place and, where known, a time. */

export const eventProof = (event: KubeEvent): Evidence => ({
  from: 'event',
  ref: event.about,
  reason: event.reason,
  quote: event.message,
  count: event.count,
  at: event.last ?? '',
});

export const fieldProof = (on: Ref, path: string, quote: string, at?: string): Evidence => ({
  from: 'object',
  ref: on,
  path,
  quote,
  at,
});

export const objectProof = (kind: Kind, object: AnyObject, path: string, quote: string, at?: string): Evidence =>
  fieldProof(refOf(kind, object), path, quote, at ?? object.metadata.creationTimestamp);

/** `Ready=False (KubeletNotReady): container runtime is down`. */
export const conditionProof = (on: Ref, {type, status, reason, message, lastTransitionTime}: Condition): Evidence =>
  fieldProof(
    on,
    `status.conditions[${type ?? ''}]`,
    `${type ?? ''}=${status ?? ''}${reason === undefined ? '' : ` (${reason})`}${message === undefined ? '' : `: ${message}`}`,
    lastTransitionTime,
  );

export const waitingProof = ({podRef, status}: PodContainer): Evidence => {
  const {reason = 'waiting', message} = status.state.waiting ?? {};
  return fieldProof(
    podRef,
    `status.containerStatuses[${status.name}].state.waiting`,
    message === undefined ? reason : `${reason}: ${message}`,
  );
};

/** `OOMKilled, exit 137, 6 restarts`. */
export const endProof = ({podRef, status}: PodContainer, end: Terminated): Evidence => {
  const restarts = status.restartCount ?? 0;
  const parts = [
    end.reason ?? 'ended',
    `exit ${String(end.exitCode ?? '?')}`,
    ...(restarts > 0 ? [`${String(restarts)} restart${restarts === 1 ? '' : 's'}`] : []),
    ...(end.message === undefined ? [] : [end.message.trim()]),
  ];
  return fieldProof(
    podRef,
    `status.containerStatuses[${status.name}].${status.state.terminated === end ? 'state' : 'lastState'}.terminated`,
    parts.join(', '),
    end.finishedAt,
  );
};

export const lineProof = (log: ContainerLog, line: LogLine): Evidence => ({
  from: 'log',
  layer: 'app',
  ref: log.pod,
  source: log.previous ? `${log.container} (previous)` : log.container,
  quote: line.text,
  at: line.at,
});

export const podSignProof = ({log, line}: PodSign): Evidence => lineProof(log, line);

export const nodeSignProof = ({node, layer, source, line}: NodeSign): Evidence => ({
  from: 'log',
  layer,
  ref: ref('Node', undefined, node),
  source,
  quote: line.text,
  at: line.at,
});

export const metricProof = (
  on: Ref,
  name: string,
  value: number,
  unit: string,
  quote: string,
  at?: string,
): Evidence => ({from: 'metric', ref: on, name, value, unit, quote, at});

/** A proof from a list that is known not to be empty. */
export function proof(first: Evidence, ...rest: ReadonlyArray<Evidence | undefined>): Proof {
  return [first, ...rest.filter((one) => one !== undefined)];
}
