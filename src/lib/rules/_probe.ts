import type {Cluster} from '../model/cluster.ts';
import {containersOf, isLeaving, isReady, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Probe} from '../model/kube/pod.ts';
import {brief, eventsAbout} from './_story.ts';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';
const FIELD = {liveness: 'livenessProbe', readiness: 'readinessProbe', startup: 'startupProbe'} as const;

export const probeField = (kind: ProbeKind): (typeof FIELD)[ProbeKind] => FIELD[kind];
export const probeOf = ({spec}: PodContainer, kind: ProbeKind): Probe | undefined => spec?.[FIELD[kind]];

/** `HTTP GET /healthz on port 8080`. */
export function spellProbe(probe: Probe | undefined): string {
  if (probe?.httpGet !== undefined)
    return `HTTP GET ${probe.httpGet.path ?? '/'} on port ${String(probe.httpGet.port ?? '?')}`;
  if (probe?.tcpSocket !== undefined) return `TCP port ${String(probe.tcpSocket.port ?? '?')}`;
  if (probe?.grpc !== undefined) return `gRPC on port ${String(probe.grpc.port ?? '?')}`;
  return probe?.exec === undefined ? 'its probe' : `command "${brief(probe.exec.command.join(' '), 60)}"`;
}

export const portOf = (probe: Probe | undefined): string | number | undefined =>
  probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;

/** What prober and its helpers write (pkg/probe), and what that means. */
const answers: ReadonlyArray<readonly [RegExp, (found: RegExpExecArray) => string]> = [
  [/HTTP probe failed with statuscode: (\d+)/i, ([, code = '']) => `answers with status ${code}`],
  [/connection refused/i, () => 'refuses the connection'],
  [/no such host/i, () => 'names a host that does not resolve'],
  [/no route to host|network is unreachable/i, () => 'has no route'],
  [
    /x509|tls:|HTTP response to HTTPS client|malformed HTTP/i,
    () => 'speaks another protocol than the probe (TLS or plain HTTP)',
  ],
  [
    /port "?[\w-]+"? not found|couldn't find port|invalid port|strconv\.(?:Atoi|ParseInt): parsing/i,
    () => 'names a port that the container does not declare',
  ],
  [
    /Client\.Timeout|deadline exceeded|DeadlineExceeded|timed? ?out|i\/o timeout/i,
    () => 'does not answer in time (time-out)',
  ],
  [/connection reset|EOF|broken pipe/i, () => 'breaks the connection'],
  [/responded with "?(\w+)"?/i, ([, status = '']) => `answers ${status}`],
  [
    /executable file not found|no such file or directory|exit code:? 12[67]/i,
    () => 'runs a command that the container does not have',
  ],
];

/** `Liveness probe failed: …` in words. */
export function spellAnswer(message: string): string {
  for (const [match, words] of answers) {
    const found = match.exec(message);
    if (found !== null) return words(found);
  }
  const said = /probe (?:failed|errored)[^:]*:\s*(.*)/is.exec(message)?.[1] ?? '';
  return said === '' ? 'fails' : `says "${brief(said, 80)}"`;
}

const TITLE: Readonly<Record<ProbeKind, RegExp>> = {
  liveness: /^Liveness probe/i,
  readiness: /^Readiness probe/i,
  startup: /^Startup probe/i,
};

/** Failures of one kind of probe of a container, oldest first. */
export const failuresOf = (
  cluster: Cluster,
  {pod, podRef, status}: PodContainer,
  kind: ProbeKind,
): readonly KubeEvent[] =>
  eventsAbout(cluster, pod, podRef, status.name, 'Unhealthy', 'ProbeWarning').filter(({message}) =>
    TITLE[kind].test(message),
  );

/** `Container app failed liveness probe, will be restarted`; before 1.14 `Killing container with id docker://app:Container failed liveness probe..`. */
export const killsBy = (
  cluster: Cluster,
  {pod, podRef, status}: PodContainer,
  kind: 'liveness' | 'startup',
): readonly KubeEvent[] =>
  eventsAbout(cluster, pod, podRef, status.name, 'Killing').filter(({message}) => {
    const whom = /Container (\S+) failed/.exec(message)?.[1];
    return message.includes(`failed ${kind} probe`) && (whom === undefined || whom === status.name);
  });

const unready = new WeakMap<Cluster, readonly PodContainer[]>();

/** Containers that run in a pod that is not ready and are themselves not ready. Found once per cluster. */
export function runningUnready(cluster: Cluster): readonly PodContainer[] {
  const known = unready.get(cluster);
  if (known !== undefined) return known;
  const found = cluster
    .all('Pod')
    .filter((pod) => pod.status.phase === 'Running' && !isReady(pod) && !isLeaving(pod))
    .flatMap(containersOf)
    .filter(({status, role}) => status.state.running !== undefined && status.ready !== true && role !== 'init');
  unready.set(cluster, found);
  return found;
}

/** Containers that a probe may have to do with: the restarted and the unready. */
export const probed = (cluster: Cluster): readonly PodContainer[] => [
  ...new Map(
    [...troubledContainers(cluster), ...runningUnready(cluster)].map((one) => [
      `${one.podRef.namespace ?? ''}/${one.podRef.name}/${one.status.name}`,
      one,
    ]),
  ).values(),
];
