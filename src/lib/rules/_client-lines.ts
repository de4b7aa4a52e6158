import type {Destination} from '../model/cluster/calls.ts';
import type {PodSign} from '../model/cluster/logs.ts';
import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {isReady} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {type Ref, refKey} from '../model/ref.ts';
import {earliest, instant, isRecent, latest, MINUTE} from '../model/time.ts';
import {isAlive} from './_services.ts';

/** A ready pod that has been silent about its trouble for so long has got over it. */
const FORGOTTEN = 15 * MINUTE;
/** Lines without trouble that follow the last one with it: the client went on. */
const LINES_AFTER = 3;

export interface ClientLine extends PodSign {
  readonly pod: Pod;
  readonly podRef: Ref;
}

/** Lines of one workload that tell of one trouble. */
export interface ClientTrouble {
  readonly subject: Ref;
  readonly lines: readonly [ClientLine, ...ClientLine[]];
  readonly to: Destination | undefined;
  readonly host: string | undefined;
  readonly isReady: boolean;
}

const newest = ({log}: PodSign): number => Math.max(0, ...log.lines.slice(-5).map(({at}) => instant(at) ?? 0));

/** Whether the pod went on after its last line of a kind: started before what it needs, retried, and found it. */
function isOverIt(cluster: Cluster, pod: Pod, last: ClientLine): boolean {
  if (!isReady(pod)) return false;
  if (last.log.previous) return true;
  const at = last.line.at;
  if (at === undefined) return false;
  if (!isRecent(at, cluster.now, FORGOTTEN)) return true;
  const after = last.log.lines.slice(last.log.lines.lastIndexOf(last.line) + 1);
  const isCalm = after.length >= LINES_AFTER && after.every(({marks}) => marks.length === 0);
  return isCalm && newest(last) - (instant(at) ?? 0) > MINUTE / 2;
}

/** Lines with a mark of some patterns in logs of pods that live, and that did not get over it. */
export function clientLines(cluster: Cluster, patterns: readonly string[]): readonly ClientLine[] {
  const found = patterns
    .flatMap((pattern) => cluster.logs.inPods(pattern))
    .flatMap((sign): ClientLine[] => {
      const pod = cluster.get('Pod', sign.log.pod.namespace, sign.log.pod.name);
      return pod === undefined || !isAlive(pod) ? [] : [{...sign, pod, podRef: refOf('Pod', pod)}];
    });
  const groups = Map.groupBy(
    found,
    ({podRef, log, mark}) =>
      `${refKey(podRef)} ${log.container} ${String(log.previous)} ${mark.pattern} ${mark.fields['host'] ?? ''}`,
  );
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1);
    return last === undefined || isOverIt(cluster, last.pod, last) ? [] : group;
  });
}

const keyOfDestination = (to: Destination | undefined): string =>
  to === undefined ? '' : 'ref' in to ? refKey(to.ref) : to.is === 'external' ? to.host : to.is;

/** Client lines by workload and destination. Lines that name no peer stand apart. */
export function troublesOf(cluster: Cluster, patterns: readonly string[]): readonly ClientTrouble[] {
  const groups = new Map<
    string,
    {subject: Ref; to: Destination | undefined; host: string | undefined; lines: [ClientLine, ...ClientLine[]]}
  >();
  for (const line of clientLines(cluster, patterns)) {
    const {host} = line.mark.fields;
    const subject = cluster.owners.topOf(line.podRef);
    const to =
      host === undefined
        ? undefined
        : workloadBehind(cluster, cluster.calls.resolve(host, line.podRef.namespace ?? 'default'));
    const key = `${refKey(subject)} ${keyOfDestination(to)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, {subject, to, host, lines: [line]});
    else group.lines.push(line);
  }
  return [...groups.values()].map((group) => ({...group, isReady: group.lines.every(({pod}) => isReady(pod))}));
}

/** Proxies call the pods of a Service one by one: the Service is what a person thinks of. */
function workloadBehind(cluster: Cluster, to: Destination): Destination {
  if (to.is !== 'pod') return to;
  const pod = cluster.get('Pod', to.ref.namespace, to.ref.name);
  const [service] = pod === undefined ? [] : cluster.network.servicesSelecting(pod);
  return service === undefined ? to : {is: 'service', ref: refOf('Service', service)};
}

/** The newest line first, then one of another pod. */
export function shownLines(lines: readonly ClientLine[]): readonly [ClientLine, ...ClientLine[]] {
  const last = lines.reduce((best, one) => ((instant(one.line.at) ?? 0) >= (instant(best.line.at) ?? 0) ? one : best));
  const other = lines.find(({podRef}) => podRef.name !== last.podRef.name);
  return other === undefined ? [last] : [last, other];
}

export const firstSeen = (lines: readonly ClientLine[]): string | undefined => earliest(lines.map(({line}) => line.at));
export const lastSeen = (lines: readonly ClientLine[]): string | undefined => latest(lines.map(({line}) => line.at));
export const podsOfLines = (lines: readonly ClientLine[]): readonly Ref[] => [
  ...new Map(lines.map(({podRef}) => [podRef.name, podRef])).values(),
];
