/**
 * How a page is read. The text format lets blanks stand nearly anywhere and ends where it ends; OpenMetrics has one space
 * in each place, exemplars, seconds instead of milliseconds, and `# EOF`.
 */
export interface Grammar {
  readonly is: 'text' | 'openmetrics';
  /** As the specification has it. Otherwise as Prometheus reads it, which overlooks some things. */
  readonly isStrict: boolean;
}

/** Which samples and which of their labels are wanted; the others are passed over without being built. */
export interface Selection {
  /** By the name of the sample, with its suffix. Called once for each run of lines of a name. */
  readonly wants?: ((name: string) => boolean) | undefined;
  readonly labels?: ReadonlySet<string> | undefined;
}
