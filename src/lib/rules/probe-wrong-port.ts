import type {Cluster} from '../model/cluster.ts';
import {byWorkload, type PodContainer} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, fieldProof, lineProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, isRecent, MINUTE} from '../model/time.ts';
import {failuresOf, portOf, probed, type ProbeKind, probeField, probeOf} from './_probe.ts';
import {endsContainers, inNamespace, isActive, named, resource, severityOf} from './_story.ts';
import {podsIn} from './_waiting.ts';

interface WrongPort {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly kind: ProbeKind;
  readonly port: string | number;
  /** What the container offers instead, in words. */
  readonly instead: string;
  readonly evidence: Evidence | undefined;
}

/** `listening on :8080`, `Listening at: http://0.0.0.0:8000`, `started server on port 3000`. */
const LISTENS =
  /\b(?:listen(?:ing|s)?|serving|started|running|bound|ready)\b.{0,60}?(?:\bport[ =:]+|[\]\d\w*]?:)(\d{2,5})\b/i;

function listening(
  cluster: Cluster,
  {podRef, status}: PodContainer,
  port: string | number,
): {readonly port: string; readonly evidence: Evidence} | undefined {
  for (const log of cluster.logs.of(podRef, status.name)) {
    const heard = log.lines.flatMap((line) => {
      const found = LISTENS.exec(line.text)?.[1];
      return found === undefined ? [] : [{port: found, evidence: lineProof(log, line)}];
    });
    if (heard.some((each) => each.port === String(port))) return undefined;
    if (heard[0] !== undefined) return heard[0];
  }
  return undefined;
}

const declared = ({spec}: PodContainer): string =>
  (spec?.ports ?? [])
    .map(({name, containerPort}) =>
      name === undefined ? String(containerPort ?? '?') : `${name}=${String(containerPort ?? '?')}`,
    )
    .join(', ');

/** A number that is refused although the container declares or opens others; a name that none of its ports has. */
function look(cluster: Cluster, one: PodContainer, kind: ProbeKind): WrongPort | undefined {
  const port = portOf(probeOf(one, kind));
  if (port === undefined || one.spec === undefined) return undefined;
  const ports = one.spec.ports;
  if (typeof port === 'string' && Number.isNaN(Number(port))) {
    return ports.some(({name}) => name === port)
      ? undefined
      : {
          one,
          podRef: one.podRef,
          kind,
          port,
          instead: ports.length === 0 ? 'declares no ports' : `declares ${declared(one)}`,
          evidence: failuresOf(cluster, one, kind).slice(-1).map(eventProof)[0],
        };
  }
  const refused = failuresOf(cluster, one, kind).findLast(({message}) => /connection refused/i.test(message));
  const others = ports.filter(({containerPort, protocol}) => containerPort !== undefined && protocol !== 'UDP');
  if (
    refused === undefined ||
    !isRecent(refused.last, cluster.now, 15 * MINUTE) ||
    others.some(({containerPort}) => containerPort === Number(port))
  )
    return undefined;
  const heard = listening(cluster, one, port);
  if (heard !== undefined)
    return {one, podRef: one.podRef, kind, port, instead: `listens on ${heard.port}`, evidence: heard.evidence};
  return others.length === 0
    ? undefined
    : {one, podRef: one.podRef, kind, port, instead: `declares ${declared(one)}`, evidence: undefined};
}

/** An application that has only just started may not listen yet. */
const isGrown = (one: PodContainer, now: Date): boolean =>
  (one.status.restartCount ?? 0) > 0 || (ageOf(one.status.state.running?.startedAt, now) ?? 0) > MINUTE;

function* seen(cluster: Cluster): Generator<WrongPort> {
  for (const one of probed(cluster)) {
    if (!isActive(one.pod) || !isGrown(one, cluster.now)) continue;
    for (const kind of ['startup', 'liveness', 'readiness'] as const) {
      const found = look(cluster, one, kind);
      if (found !== undefined) yield found;
    }
  }
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [WrongPort, ...WrongPort[]]): Sighting {
  const [{one, kind, port, instead, evidence}] = group;
  const asked = [...new Set(group.map((each) => `the ${each.kind} probe asks port ${String(each.port)}`))];
  const field = fieldProof(
    one.podRef,
    `spec.containers[${one.status.name}].${probeField(kind)}`,
    `port: ${String(port)}; container ${instead}`,
  );
  const refused = failuresOf(cluster, one, kind).at(-1);
  const [first = field, ...rest] = [refused === undefined ? undefined : eventProof(refused), field, evidence].filter(
    (each) => each !== undefined,
  );
  return {
    subject,
    summary: `${named(subject)}: ${asked.join(' and ')}, but container ${one.status.name} ${instead}`,
    severity: severityOf(cluster, subject),
    since: refused?.first,
    objects: podsIn(group),
    evidence: proof(first, ...rest),
    fix: [`correct the port of ${probeField(kind)}: ${inNamespace(subject)} edit ${resource(subject)}`],
  };
}

export default {
  title: 'A probe asks a port that its container does not open',
  category: 'config',
  severity: 'high',
  why: 'The probe can never succeed: it names a port that the container does not have, or a number on which nothing listens while the container offers another.',
  confirm: [
    'kubectl get pod <pod> -o yaml: compare the port of the probe with ports',
    'kubectl logs <pod>: the port on which the application says it listens',
  ],
  fix: ['correct the port of the probe, or name it: ports[].name'],
  needs: ['Pod'],
  explains: [...endsContainers, {rule: 'liveness-kill', via: 'is'}, {rule: 'startup-probe-kill', via: 'is'}],
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    'pkg/kubelet/prober/prober.go',
  ],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, seen(cluster))) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
