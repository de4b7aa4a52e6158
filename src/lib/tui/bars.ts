const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Values as bars between 0 and the highest of them (or a given ceiling); nothing is the lowest bar, not a blank. */
export function sparkline(values: readonly number[], ceiling = Math.max(0, ...values)): string {
  return values.map((value) => bar(ceiling <= 0 ? 0 : value / ceiling)).join('');
}

/** A share from 0 to 1 as one bar. Anything above nothing is seen. */
export function bar(share: number): string {
  if (!(share > 0)) return BARS[0];
  return BARS[Math.min(BARS.length - 1, Math.max(1, Math.ceil(share * BARS.length) - 1))] ?? BARS[0];
}
