import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {containersOf, isReady} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {refKey} from '../model/ref.ts';
import type {Lead} from '../model/rule.ts';
import {callersByService, emptyServices, isAlive} from './_services.ts';

/** Logs asked for in all: each is one request. */
const PODS_AT_MOST = 150;
const TAIL = 60;
/** Callers of one broken Service whose logs are read; more would say the same. */
const CALLERS_AT_MOST = 10;

const logsOf = (pod: Pod): Lead[] =>
  pod.spec.containers.slice(0, 2).map(({name}): Lead => ({
    want: 'pod-log',
    container: {namespace: pod.metadata.namespace ?? 'default', pod: pod.metadata.name, container: name},
    tail: TAIL,
  }));

const isRunning = (pod: Pod): boolean => isAlive(pod) && pod.status.phase === 'Running';

/** Clients of what is broken first, then pods that are not ready, then one of each workload: faults that only an application reports. */
function* candidates(cluster: Cluster): Generator<Pod> {
  for (const key of emptyServices(cluster).keys())
    yield* (callersByService(cluster).get(key) ?? []).slice(0, CALLERS_AT_MOST);
  const running = cluster.all('Pod').filter(isRunning);
  yield* running.filter((pod) => !isReady(pod)).slice(0, PODS_AT_MOST / 2);
  const seen = new Set<string>();
  for (const pod of running) {
    const top = refKey(cluster.owners.topOf(refOf('Pod', pod)));
    if (!isReady(pod) || seen.has(top)) continue;
    seen.add(top);
    yield pod;
  }
}

const WAITERS_AT_MOST = 30;

/** An init container that runs on and on waits for something, and mostly says for what. */
function* waiters(cluster: Cluster): Generator<Lead> {
  const pending = cluster
    .all('Pod')
    .filter((pod) => isAlive(pod) && pod.status.phase === 'Pending' && pod.nodeName !== undefined);
  const running = pending
    .flatMap(containersOf)
    .filter(({role, status}) => role === 'init' && status.state.running !== undefined);
  for (const {podRef, status} of running.slice(0, WAITERS_AT_MOST)) {
    yield {
      want: 'pod-log',
      container: {namespace: podRef.namespace ?? 'default', pod: podRef.name, container: status.name},
      tail: TAIL,
    };
  }
}

/** Logs of pods that may have something to say about others. */
export function* clientLeads(cluster: Cluster): Generator<Lead> {
  yield* waiters(cluster);
  const seen = new Set<string>();
  for (const pod of candidates(cluster)) {
    const key = refKey(refOf('Pod', pod));
    if (seen.has(key) || !isRunning(pod)) continue;
    seen.add(key);
    yield* logsOf(pod);
    if (seen.size >= PODS_AT_MOST) return;
  }
}
