import {isReady, lastEnd} from '../../model/containers.ts';
import type {Container, ContainerStatus, Pod} from '../../model/kube/pod.ts';
import type {Words} from '../../model/schema.ts';
import {quantity} from '../../parse/quantity.ts';
import type {Used} from './kind.ts';

/** What kubectl prints under STATUS: why the first container that is not well waits or ended, else the phase. */
export function statusOf({metadata, status}: Pod): string {
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  const init = status.initContainerStatuses.findIndex(
    (one) => one.state.terminated?.exitCode !== 0 && one.started !== true,
  );
  const initStatus = status.initContainerStatuses[init];
  if (init !== -1 && initStatus !== undefined && status.phase === 'Pending') {
    const reason = whyNot(initStatus);
    return reason === undefined
      ? `Init:${String(init)}/${String(status.initContainerStatuses.length)}`
      : `Init:${reason}`;
  }
  return (
    status.containerStatuses.map(whyNot).find((one) => one !== undefined) ?? status.reason ?? status.phase ?? 'Unknown'
  );
}

/** A container that is asked for its reason, where it has one. */
function whyNot({state}: ContainerStatus): string | undefined {
  const {waiting, terminated} = state;
  if (waiting?.reason !== undefined && waiting.reason !== 'PodInitializing') return waiting.reason;
  if (terminated === undefined) return undefined;
  return terminated.reason ?? `ExitCode:${String(terminated.exitCode ?? '?')}`;
}

export const restartsOf = ({status}: Pod): number =>
  status.containerStatuses.reduce((sum, {restartCount = 0}) => sum + restartCount, 0);

export const readyOf = ({status, spec}: Pod): {readonly ready: number; readonly all: number} => ({
  ready: status.containerStatuses.filter(({ready}) => ready === true).length,
  all: Math.max(spec.containers.length, status.containerStatuses.length),
});

/** A pod that has done its work is not ready and all the same as it should be. */
export const isFaultyPod = (pod: Pod): boolean =>
  pod.status.phase !== 'Succeeded' && pod.metadata.deletionTimestamp === undefined && !isReady(pod);

export const lastEndOf = (status: ContainerStatus): string | undefined => {
  const end = lastEnd(status);
  return end === undefined ? undefined : `${end.reason ?? 'ended'} (${String(end.exitCode ?? '?')})`;
};

/** Kubernetes' quantities as nanocores and bytes. */
export const amounts = (map: Words): Used => {
  const cpu = quantity(map['cpu']);
  return {cpu: cpu === undefined ? undefined : cpu * 1e9, memory: quantity(map['memory'])};
};

/** What the containers of a pod ask for together; a limit only where each of them has one. */
export function boundsOf(containers: readonly Container[]): {readonly requests: Used; readonly limits: Used} {
  const requests = containers.map(({resources}) => amounts(resources.requests));
  const limits = containers.map(({resources}) => amounts(resources.limits));
  return {requests: sum(requests, false), limits: sum(limits, true)};
}

function sum(all: readonly Used[], needsAll: boolean): Used {
  const total = (of: 'cpu' | 'memory'): number | undefined => {
    const known = all.flatMap((one) => one[of] ?? []);
    if (known.length === 0 || (needsAll && known.length < all.length)) return undefined;
    return known.reduce((a, b) => a + b, 0);
  };
  return {cpu: total('cpu'), memory: total('memory')};
}

/** What several use together; undefined where nothing of them is measured. */
export function usedTogether(all: ReadonlyArray<Used | undefined>): Used | undefined {
  const known = all.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : sum(known, false);
}
