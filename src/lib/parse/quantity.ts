/** Suffixes of Kubernetes quantities (apimachinery resource.Quantity): binary, decimal, and the small ones of CPU. */
const SCALE: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

/** The exponent form (`1e3`) and the suffix exclude each other; `1E` is an exa. */
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** `250m`, `1.5Gi`, `2e3` as a number of the base unit (cores, bytes, pieces); undefined for what is no quantity. */
export function quantity(text: string | undefined): number | undefined {
  const [, digits, exponent, suffix = ''] = QUANTITY.exec(text?.trim() ?? '') ?? [];
  const scale = SCALE[suffix];
  if (digits === undefined || scale === undefined) return undefined;
  // 100 * 1e-3 is 0.1, and 1100 * 1e-3 is not 1.1: milli-units are divided instead.
  const value = scale < 1 ? Number(digits) / Math.round(1 / scale) : Number(digits) * scale;
  return exponent === undefined ? value : value * 10 ** Number(exponent);
}

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;
const trim = (value: number): string => String(Number(value.toFixed(value < 10 ? 2 : 1)));

/** An amount as a person would write it: `250m` of CPU, `1.5Gi` of memory, `3` of anything else. */
export function spellQuantity(value: number, resource: string): string {
  if (resource === 'cpu' || resource.endsWith('.cpu'))
    return Math.abs(value) < 1 && value !== 0 ? `${String(Math.round(value * 1000))}m` : trim(value);
  if (!/memory|storage|hugepages/.test(resource)) return trim(value);
  const step = value === 0 ? 0 : Math.min(BINARY.length - 1, Math.max(0, Math.floor(Math.log2(Math.abs(value)) / 10)));
  return `${trim(value / 1024 ** step)}${BINARY[step] ?? ''}`;
}
