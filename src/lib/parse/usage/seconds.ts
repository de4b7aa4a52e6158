const UNIT: Readonly<Record<string, number>> = {h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9};

/** `19.177s`, `1m30s`: a duration as Go writes it, in seconds; undefined for anything else. */
export function seconds(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  // Nearly all of them, and there is one in each of 50,000 pods.
  const plain = text.endsWith('s') ? Number(text.slice(0, -1)) : Number.NaN;
  if (plain >= 0) return plain;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|us|µs|ns|[hms]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|[hms])/g))
    sum += Number(count) * (UNIT[unit] ?? 0);
  return Number(sum.toFixed(9));
}
