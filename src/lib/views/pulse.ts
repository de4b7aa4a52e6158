import type {Cluster} from '../model/cluster.ts';
import {conditionOf, isLeaving, isOver, isReady} from '../model/containers.ts';
import type {Workload} from '../model/kube/workloads.ts';
import {instant, type Milliseconds, MINUTE} from '../model/time.ts';

/** So many of so many. */
export interface Share {
  readonly good: number;
  readonly all: number;
}

/** How a cluster is, in a handful of numbers. */
export interface Pulse {
  readonly nodes: Share;
  /** Of pods that are meant to run. */
  readonly pods: Share;
  readonly workloads: Share;
  /** Warnings of each of the last {@link MINUTES} minutes, oldest first. */
  readonly warnings: readonly number[];
  /** Events of the last minute. */
  readonly eventsPerMinute: number;
}

const MINUTES = 30;

export function pulse(cluster: Cluster): Pulse {
  const nodes = cluster.all('Node');
  const pods = cluster.all('Pod').filter((pod) => !isOver(pod) && !isLeaving(pod));
  const workloads = (['Deployment', 'StatefulSet', 'DaemonSet'] as const).flatMap((kind) => cluster.all(kind));
  return {
    nodes: share(nodes, ({status}) => conditionOf(status.conditions, 'Ready')?.status === 'True'),
    pods: share(pods, isReady),
    workloads: share(workloads, isWhole),
    warnings: warningsPerMinute(cluster),
    eventsPerMinute: cluster.events.all.filter(({last}) => isWithin(last, cluster.now, MINUTE)).length,
  };
}

const share = <T>(all: readonly T[], isGood: (one: T) => boolean): Share => ({
  good: all.filter(isGood).length,
  all: all.length,
});

const isWhole = ({spec, status}: Workload): boolean =>
  status.desiredNumberScheduled === undefined
    ? (status.readyReplicas ?? 0) >= (spec.replicas ?? 1)
    : (status.numberReady ?? 0) >= status.desiredNumberScheduled;

function isWithin(stamp: string | undefined, now: Date, span: Milliseconds): boolean {
  const when = instant(stamp);
  return when !== undefined && now.getTime() - when <= span;
}

/** An event that came again counts where it came last. */
function warningsPerMinute({events, now}: Cluster): readonly number[] {
  const counts = new Array<number>(MINUTES).fill(0);
  for (const {isWarning, last} of events.all) {
    const when = instant(last);
    if (!isWarning || when === undefined) continue;
    const ago = Math.floor((now.getTime() - when) / MINUTE);
    if (ago >= 0 && ago < MINUTES) counts[MINUTES - 1 - ago] = (counts[MINUTES - 1 - ago] ?? 0) + 1;
  }
  return counts;
}
