import type {Proof} from './evidence.ts';
import type {Ref} from './ref.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** 0 is the worst, so that sorting by it puts what to look at first on top. */
export const severityRank = (severity: Severity): number => severities.indexOf(severity);
export const isAtLeast = (severity: Severity, floor: Severity): boolean =>
  severityRank(severity) <= severityRank(floor);

export interface Change {
  readonly at: string;
  readonly what: string;
  readonly ref: Ref;
}

/** What a rule saw: an object, what is wrong with it, and the proof. */
export interface Sighting {
  /** What a person would change: the workload rather than its pod, the Service rather than its slice. */
  readonly subject: Ref;
  /** One line that a tired person understands. */
  readonly summary: string;
  readonly evidence: Proof;
  /** Where it differs from the rule's. */
  readonly severity?: Severity | undefined;
  /** Onset, RFC 3339. */
  readonly since?: string | undefined;
  /** False when it has healed. Active unless said. */
  readonly active?: boolean | undefined;
  /** The objects it was seen on (pods, claims): joins it to findings about the same objects. */
  readonly objects?: readonly Ref[] | undefined;
  /** What it depends on by its own evidence (a Service it could not reach, a claim, a webhook, a quota): joins it to causes there. */
  readonly toward?: readonly Ref[] | undefined;
  /** Commands made for this case; the rule's general advice is the page behind it. */
  readonly confirm?: readonly string[] | undefined;
  readonly fix?: readonly string[] | undefined;
}

/** A candidate that was looked at and refuted for a subject. */
export interface Refuted {
  readonly subject: Ref;
  readonly refuted: string;
}

export interface Finding extends Sighting {
  readonly rule: string;
  readonly severity: Severity;
  readonly active: boolean;
}

export const isRefuted = (one: Sighting | Refuted): one is Refuted => 'refuted' in one;
