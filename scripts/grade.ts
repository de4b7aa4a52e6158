/** Compares a report with the truth about an injected fault, by the rules of the fault benchmark. */
export interface Truth {
  readonly title: string;
  readonly layer: string;
  readonly chain?: boolean;
  readonly control?: boolean;
  readonly cause: {readonly objects: readonly string[]; readonly says: string} | null;
  readonly notCause: readonly string[];
  readonly evidence: readonly string[];
}

interface Subject {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

interface FindingJson {
  readonly rule?: string;
  readonly summary?: string;
  readonly subject?: Subject;
  readonly evidence?: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly effects?: readonly FindingJson[];
}

export interface ReportJson {
  readonly incidents?: ReadonlyArray<{readonly severity?: string; readonly cause?: FindingJson}>;
}

export interface Row {
  readonly name: string;
  readonly layer: string;
  readonly isChain: boolean;
  readonly isControl: boolean;
  readonly isFirst: boolean;
  readonly isInThree: boolean;
  readonly isProven: boolean;
  readonly incidents: number;
  /** Incidents of severity high or critical. */
  readonly loud: number;
  readonly note: string;
}

/** `Kind/namespace/name`, with `*` for any text, case ignored. */
function isAmong(subject: Subject | undefined, patterns: readonly string[]): boolean {
  const spelt = `${subject?.kind ?? ''}/${subject?.namespace ?? ''}/${subject?.name ?? ''}`.toLowerCase();
  return patterns.some((pattern) => {
    const escaped = pattern
      .toLowerCase()
      .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*');
    return new RegExp(`^${escaped}$`).test(spelt);
  });
}

const wordsOf = (evidence: Readonly<Record<string, unknown>>): string =>
  Object.values(evidence)
    .filter((value) => typeof value !== 'object')
    .map(String)
    .join(' ');

function* below(finding: FindingJson): Generator<FindingJson> {
  for (const effect of finding.effects ?? []) {
    yield effect;
    yield* below(effect);
  }
}

export function grade(name: string, truth: Truth, report: ReportJson): Row {
  const incidents = report.incidents ?? [];
  const loud = incidents.filter(({severity}) => severity === 'high' || severity === 'critical').length;
  const base = {
    name,
    layer: truth.layer,
    isChain: truth.chain === true,
    isControl: truth.control === true,
    incidents: incidents.length,
    loud,
  };
  if (truth.cause === null || truth.control === true)
    return {
      ...base,
      isFirst: false,
      isInThree: false,
      isProven: false,
      note: `${String(loud)} high or critical (must be 0)`,
    };
  const {objects, says} = truth.cause;
  const hits = (finding: FindingJson): boolean =>
    isAmong(finding.subject, objects) && new RegExp(says, 'i').test(`${finding.rule ?? ''} ${finding.summary ?? ''}`);
  const causes = incidents.map(({cause}) => cause ?? {});
  const rank = causes.findIndex(hits);
  const quotes = (causes[rank]?.evidence ?? []).map(wordsOf);
  return {
    ...base,
    isFirst: rank === 0,
    isInThree: rank >= 0 && rank < 3,
    isProven:
      rank >= 0 &&
      rank < 3 &&
      truth.evidence.some((pattern) => quotes.some((quote) => new RegExp(pattern, 'i').test(quote))),
    note: rank === 0 ? '' : noteOn(causes[0], truth, hits),
  };
}

function noteOn(first: FindingJson | undefined, {notCause}: Truth, hits: (finding: FindingJson) => boolean): string {
  if (first === undefined) return 'nothing found';
  const what = `${first.rule ?? '?'} on ${first.subject?.kind ?? ''}/${first.subject?.namespace ?? ''}/${first.subject?.name ?? ''}`;
  if ([...below(first)].some(hits)) return `${what} (cause found, but as an effect)`;
  return isAmong(first.subject, notCause) ? `${what} (an effect or a bystander)` : what;
}

/** The table that `faults grade` prints, and its totals. */
export function table(rows: readonly Row[]): string {
  const real = rows.filter(({isControl}) => !isControl);
  const controls = rows.filter(({isControl}) => isControl);
  const mark = (row: Row, is: boolean): string => (row.isControl ? '' : is ? 'yes' : '-');
  const lines = rows.map((row) =>
    [
      row.name.padEnd(24),
      `${row.layer}${row.isChain ? ' +' : ''}`.padEnd(12),
      mark(row, row.isFirst).padEnd(6),
      mark(row, row.isInThree).padEnd(6),
      mark(row, row.isProven).padEnd(6),
      String(row.incidents).padStart(9),
      ` ${row.note}`,
    ]
      .join(' ')
      .trimEnd(),
  );
  const count = (is: (row: Row) => boolean, of: readonly Row[] = real): string =>
    `${String(of.filter(is).length)}/${String(of.length)}`;
  const chains = real.filter(({isChain}) => isChain);
  const totals = [
    `first ${count(({isFirst}) => isFirst)}`,
    `in three ${count(({isInThree}) => isInThree)}`,
    `proof ${count(({isProven}) => isProven)}`,
    `chains first ${count(({isFirst}) => isFirst, chains)}`,
    `false alarms ${String(controls.reduce((sum, {loud}) => sum + loud, 0))} on ${String(controls.length)} control${controls.length === 1 ? '' : 's'}`,
  ];
  return [
    `${'FAULT'.padEnd(24)} ${'LAYER'.padEnd(12)} ${'TOP 1'.padEnd(6)} ${'TOP 3'.padEnd(6)} ${'PROOF'.padEnd(6)} INCIDENTS  NOTE`,
    ...lines,
    '',
    totals.join('   '),
  ].join('\n');
}
