const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A share from 0 to 1 as one bar. Anything above nothing is seen. */
export function bar(share: number): string {
  if (!(share > 0)) return BARS[0];
  return BARS[Math.min(BARS.length - 1, Math.max(1, Math.ceil(share * BARS.length) - 1))] ?? BARS[0];
}
