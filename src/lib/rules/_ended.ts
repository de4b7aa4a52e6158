import type {Cluster} from '../model/cluster.ts';
import {byWorkload, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {endProof, lineProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {ContainerLog, LogLine} from '../model/snapshot.ts';
import {earliest} from '../model/time.ts';
import {endedLog, endsBadly, inNamespace, lastLines, severityOf, worst} from './_story.ts';
import {podsIn} from './_waiting.ts';

/** A container that ended, and the line of its log that says why. */
export interface Ending {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly log: ContainerLog;
  readonly line: LogLine;
  /** What the rule makes of the line, in words. */
  readonly says: string;
  readonly more?: readonly LogLine[] | undefined;
}

type Look = (lines: readonly LogLine[], one: PodContainer) => Pick<Ending, 'line' | 'says' | 'more'> | undefined;

/** Containers that end now and whose last lines hold what `look` knows. */
export function* endings(cluster: Cluster, look: Look): Generator<Ending> {
  for (const one of troubledContainers(cluster)) {
    if (!endsBadly(one, cluster.now)) continue;
    const log = endedLog(cluster, one);
    const found = log === undefined ? undefined : look(lastLines(log), one);
    if (log !== undefined && found !== undefined) yield {one, podRef: one.podRef, log, ...found};
  }
}

/** One sighting for each workload, quoting the line first. */
export function* endingSightings(
  cluster: Cluster,
  found: Iterable<Ending>,
  summary: (subject: Ref, ending: Ending) => string,
  fix: (subject: Ref, ending: Ending) => readonly string[],
): Generator<Sighting> {
  for (const [subject, group] of byWorkload(cluster, found)) {
    const [ending] = group;
    const {one, log, line, more = []} = ending;
    const end = lastEnd(one.status);
    yield {
      subject,
      summary: summary(subject, ending),
      severity: worst(
        severityOf(cluster, subject),
        group.map((each) => each.one),
      ),
      since: earliest(group.flatMap((each) => each.line.at ?? lastEnd(each.one.status)?.finishedAt)),
      objects: podsIn(group),
      evidence: proof(
        lineProof(log, line),
        ...more.map((each) => lineProof(log, each)),
        end === undefined ? undefined : endProof(one, end),
      ),
      confirm: [`${inNamespace(subject)} logs ${one.podRef.name} -c ${one.status.name} --previous`],
      fix: fix(subject, ending),
    };
  }
}
