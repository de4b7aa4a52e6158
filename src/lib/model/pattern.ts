import type {Layer} from './evidence.ts';
import type {Severity} from './finding.ts';

/**
 * A log line that we understand. `match` is tried only on lines that contain one of `literals` (case ignored), so
 * hundreds of patterns cost one scan. Named groups become the fields of the mark.
 */
export interface Pattern {
  readonly name: string;
  readonly layer: Layer;
  readonly literals: readonly [string, ...string[]];
  readonly match: RegExp;
  /** What the line means, in words for a person. */
  readonly means: string;
  /** How bad such a line is by itself, for patterns that a rule reports as they are. */
  readonly severity?: Severity;
  /**
   * Of several patterns in one entry the one with the highest rank names it; 0 unless said. Below 0 stands what is only a
   * form: that something is a trace, or an error by its level.
   */
  readonly rank?: number;
  /** What to do about it. */
  readonly advice?: string;
  /** Where the line comes from: a kernel source file, a project. */
  readonly origin: string;
  /** A line it must match, and one that looks alike and must not. */
  readonly example: string;
  readonly counterExample: string;
}

/** A pattern seen in a line. */
export interface Mark {
  readonly pattern: string;
  readonly fields: Readonly<Record<string, string>>;
}
