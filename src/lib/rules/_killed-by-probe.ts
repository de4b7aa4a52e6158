import type {Cluster} from '../model/cluster.ts';
import {byWorkload, isLeaving, isOver, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Refuted, Sighting} from '../model/finding.ts';
import {endProof, eventProof, fieldProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import {earliest, instant, isRecent, MINUTE} from '../model/time.ts';
import {failuresOf, killsBy, type ProbeKind, probeField, probeOf, spellAnswer, spellProbe} from './_probe.ts';
import {inNamespace, isRestarting, named, resource, severityOf, worst} from './_story.ts';
import {podsIn} from './_waiting.ts';

type Killing = Extract<ProbeKind, 'liveness' | 'startup'>;

interface Kill {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly kills: readonly KubeEvent[];
  readonly failures: readonly KubeEvent[];
}

/** Ends that fit a kill by the kubelet, which asks (TERM) and then kills. Others may be the application's own, and the probe failed because of them. */
const FITS = new Set([137, 143]);
/** A kill follows the last failure at once, the end follows within the grace period. */
const AFTER = 5 * MINUTE;

function hasJustFailed({status}: PodContainer, failures: readonly KubeEvent[]): boolean {
  const end = lastEnd(status);
  const failed = instant(failures.at(-1)?.last);
  const ended = instant(end?.finishedAt);
  return (
    failed !== undefined && ended !== undefined && FITS.has(end?.exitCode ?? -1) && Math.abs(ended - failed) < AFTER
  );
}

function look(cluster: Cluster, one: PodContainer, kind: Killing): Kill | undefined {
  const kills = killsBy(cluster, one, kind);
  const failures = failuresOf(cluster, one, kind);
  // Without the Killing event only failures that reach the kill count, in a container that ended then.
  const isKilled = kills.length > 0 || (probeOf(one, kind) !== undefined && hasJustFailed(one, failures));
  const isNow = isRestarting(one, cluster.now) || isRecent(kills.at(-1)?.last, cluster.now, 15 * MINUTE);
  return isKilled && isNow ? {one, podRef: one.podRef, kills, failures} : undefined;
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [Kill, ...Kill[]], kind: Killing): Sighting {
  const {one, kills, failures} = group.find((each) => each.failures.length > 0) ?? group[0];
  const end = lastEnd(one.status);
  const failure = failures.at(-1);
  const kill = kills.at(-1);
  const probe = probeOf(one, kind);
  const status =
    end === undefined
      ? fieldProof(
          one.podRef,
          `status.containerStatuses[${one.status.name}].restartCount`,
          String(one.status.restartCount ?? 0),
        )
      : endProof(one, end);
  const [first, ...rest] = [failure, kill].filter((event) => event !== undefined).map(eventProof);
  return {
    subject,
    summary: `${named(subject)} is restarted by its ${kind} probe: ${spellProbe(probe)} of container ${one.status.name} ${failure === undefined ? 'fails' : spellAnswer(failure.message)}`,
    severity: worst(
      severityOf(cluster, subject),
      group.map((each) => each.one),
    ),
    since: earliest(group.flatMap((each) => [...each.failures, ...each.kills].map((event) => event.first))),
    objects: podsIn(group),
    evidence:
      first === undefined
        ? proof(status)
        : proof(
            first,
            ...rest,
            status,
            probe === undefined
              ? undefined
              : fieldProof(
                  one.podRef,
                  `spec.containers[${one.status.name}].${probeField(kind)}`,
                  spellSettings(one, kind),
                ),
          ),
    confirm: [
      `${inNamespace(subject)} describe pod ${one.podRef.name}`,
      `${inNamespace(subject)} logs ${one.podRef.name} -c ${one.status.name} --previous`,
    ],
    fix: [
      `find out why ${spellProbe(probe)} fails, or correct ${probeField(kind)}: ${inNamespace(subject)} edit ${resource(subject)}`,
    ],
  };
}

function spellSettings(one: PodContainer, kind: Killing): string {
  const probe = probeOf(one, kind);
  return `${spellProbe(probe)}, every ${String(probe?.periodSeconds ?? 10)}s, time-out ${String(probe?.timeoutSeconds ?? 1)}s, killed after ${String(probe?.failureThreshold ?? 3)} failures`;
}

function* refutations(cluster: Cluster, one: PodContainer, kind: Killing): Generator<Refuted> {
  if (probeOf(one, kind) === undefined || !isRestarting(one, cluster.now)) return;
  const subject = cluster.owners.topOf(one.podRef);
  if (lastEnd(one.status)?.reason === 'OOMKilled')
    yield {subject, refuted: 'the container ended as OOMKilled, not by its probe'};
  else if (lastEnd(one.status)?.exitCode === 137 && cluster.objects.wasRead('Event'))
    yield {
      subject,
      refuted: `no event says that the ${kind} probe failed or that the kubelet killed the container for it`,
    };
}

/** What liveness-kill and startup-probe-kill share: they differ in the probe alone. */
export function* probeKills(cluster: Cluster, kind: Killing): Generator<Sighting | Refuted> {
  const killed: Kill[] = [];
  for (const one of troubledContainers(cluster)) {
    if (isLeaving(one.pod) || isOver(one.pod)) continue;
    const kill = lastEnd(one.status)?.reason === 'OOMKilled' ? undefined : look(cluster, one, kind);
    if (kill === undefined) yield* refutations(cluster, one, kind);
    else killed.push(kill);
  }
  for (const [subject, group] of byWorkload(cluster, killed)) yield sighting(cluster, subject, group, kind);
}
