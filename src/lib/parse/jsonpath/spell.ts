/** Values as Go prints them, which is what scripts that read kubectl's output expect. */

/** encoding/json: keys sorted, `<`, `>` and `&` escaped. */
export const spellJson = (value: unknown): string =>
  JSON.stringify(sorted(value)).replaceAll(/[<>&\u2028\u2029]/g, escape);

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)).map(([key, one]) => [key, sorted(one)]));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A string, number, boolean or null outside of JSON. */
export function spellPlain(value: unknown): string {
  if (typeof value === 'number') return spellNumber(value);
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : 'null';
}

/** Go's %v of a float: an exponent of two digits below 0.0001 and from 1e21. */
function spellNumber(value: number): string {
  const isPlain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e21);
  if (isPlain) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** fmt.Sprint, as custom-columns prints: `map[a:1 b:2]`, `[x y]`. */
export function spellGo(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spellGo).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return value === null ? '<nil>' : spellPlain(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `map[${entries
    .sort(([a], [b]) => compare(a, b))
    .map(([key, one]) => `${key}:${spellGo(one)}`)
    .join(' ')}]`;
}
