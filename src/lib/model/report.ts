import type {Change, Severity} from './finding.ts';
import type {Evidence} from './evidence.ts';
import type {Ref} from './ref.ts';
import type {Relation} from './rule.ts';
import type {Asked, Gap, Origin} from './source.ts';

export interface Effect {
  readonly via: Relation;
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: Ref;
  readonly summary: string;
  readonly since?: string | undefined;
  readonly evidence: readonly Evidence[];
  readonly effects: readonly Effect[];
}

export interface Cause {
  readonly rule: string;
  readonly title: string;
  readonly category: string;
  readonly subject: Ref;
  readonly summary: string;
  readonly objects: readonly Ref[];
  readonly evidence: readonly Evidence[];
  readonly ruledOut: ReadonlyArray<{readonly rule: string; readonly because: string}>;
  readonly advice: {readonly why: string; readonly confirm: readonly string[]; readonly fix: readonly string[]};
  readonly changes: readonly Change[];
  readonly effects: readonly Effect[];
}

export interface Incident {
  /** Stable over runs as long as rule and subject are the same. */
  readonly id: string;
  readonly severity: Severity;
  /** 0 to 1: how much of the evidence agrees (docs/decisions). */
  readonly confidence: number;
  readonly since?: string | undefined;
  readonly active: boolean;
  readonly cause: Cause;
}

/** `kdiag.report/v1`: what `doctor -o json` prints and schemas/report.v1.json describes. */
export interface Report {
  readonly schema: 'kdiag.report/v1';
  readonly origin: Origin;
  readonly takenAt: string;
  readonly window: {readonly from: string; readonly to: string};
  readonly scope: string;
  readonly incidents: readonly Incident[];
  readonly notChecked: ReadonlyArray<{readonly rule?: string | undefined; readonly gap: Gap}>;
  /** Incidents left out by --severity or --category. */
  readonly suppressed: number;
  /** Share of the rules that could be checked, 0 to 1. */
  readonly coverage: number;
  readonly counts: {readonly nodes: number; readonly pods: number; readonly rules: number};
  readonly asked: Asked;
}
