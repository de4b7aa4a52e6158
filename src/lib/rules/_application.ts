import {isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {podSignProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload} from '../model/containers.ts';
import {clientLeads} from './_client-leads.ts';
import {type ClientLine, clientLines, firstSeen, podsOfLines, shownLines} from './_client-lines.ts';
import {brief, named} from './_story.ts';

type Lines = readonly [ClientLine, ...ClientLine[]];

/** A fault that only the application's own words show. */
interface ApplicationFault extends Pick<Rule, 'title' | 'why' | 'confirm' | 'fix' | 'category'> {
  readonly pattern: string;
  /** `is refused by the API server`, after the workload's name. */
  says(lines: Lines, subject: Ref, cluster: Cluster): string;
  /** False for lines that another rule explains. */
  counts?(line: ClientLine, cluster: Cluster): boolean;
  toward?(lines: Lines, cluster: Cluster): readonly Ref[];
  advice?(lines: Lines, subject: Ref): readonly string[];
  /** Stays at low whatever the pod does. */
  readonly isMinor?: true;
  readonly sources?: readonly string[];
}

function sighting(fault: ApplicationFault, cluster: Cluster, subject: Ref, lines: Lines): Sighting | undefined {
  const isServing = lines.every(({pod}) => isReady(pod));
  // One line of a pod that serves on is an incident of a moment.
  if (isServing && lines.length < 2) return undefined;
  const [first, ...rest] = shownLines(lines).map(podSignProof);
  return {
    subject,
    severity: fault.isMinor ? 'low' : isServing ? 'medium' : 'high',
    summary: `${named(subject)} ${fault.says(lines, subject, cluster)}`,
    since: firstSeen(lines),
    objects: podsOfLines(lines),
    toward: fault.toward?.(lines, cluster),
    evidence: proof(first ?? podSignProof(lines[0]), ...rest),
    fix: fault.advice?.(lines, subject),
  };
}

/** The rule that tells of a fault. It may be why the workload is not ready or ends. */
export function applicationRule(fault: ApplicationFault): Rule {
  const {title, category, why, confirm, fix, pattern, sources} = fault;
  return {
    title,
    category,
    why,
    confirm,
    fix,
    severity: fault.isMinor ? 'low' : 'medium',
    needs: ['Pod'],
    patterns: [pattern],
    explains: fault.isMinor
      ? []
      : [
          {rule: '#restarts', via: 'is'},
          {rule: '#not-ready', via: 'is'},
          {rule: '#unavailable', via: 'is'},
          {rule: '#job-failed', via: 'owns'},
        ],
    ...(sources === undefined ? {} : {sources}),
    leads: clientLeads,
    *check(cluster) {
      const lines = clientLines(cluster, [pattern]).filter((line) => fault.counts?.(line, cluster) ?? true);
      for (const [subject, group] of byWorkload(cluster, lines)) {
        const found = sighting(fault, cluster, subject, group);
        if (found !== undefined) yield found;
      }
    },
  };
}

/** The newest line's own words, without what loggers put around them. */
export const words = (lines: Lines): string => brief(shownLines(lines)[0].line.text, 140);

export const fieldOf = (lines: Lines, name: string): string | undefined =>
  lines.findLast(({mark}) => mark.fields[name] !== undefined)?.mark.fields[name];

/** ` to db:5432`, or nothing. */
export function peerOf(lines: Lines): string {
  const host = fieldOf(lines, 'host');
  const port = fieldOf(lines, 'port');
  return host === undefined ? '' : ` to ${host}${port === undefined ? '' : `:${port}`}`;
}

export function servicesNamed(lines: Lines, cluster: Cluster): readonly Ref[] {
  const host = fieldOf(lines, 'host');
  const to = host === undefined ? undefined : cluster.calls.resolve(host, lines[0].podRef.namespace ?? 'default');
  return to !== undefined && 'ref' in to ? [to.ref] : [];
}
