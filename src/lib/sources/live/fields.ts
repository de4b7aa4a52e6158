/** Access to YAML and JSON of unknown shape: a field of the wrong type reads as absent. */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (raw: unknown): Fields =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Fields) : {};

/** A non-empty string. A number or boolean counts as the word that was written: names such as `1234` need no quotes. */
export function wordOf(raw: unknown): string | undefined {
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  return typeof raw === 'string' && raw !== '' ? raw : undefined;
}

export const wordsOf = (raw: unknown): readonly string[] => listOf(raw).flatMap((one) => wordOf(one) ?? []);
export const listOf = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : []);

/** The fields that are there: an optional property of ours is absent rather than undefined. */
export function present<T extends object>(some: T): {[K in keyof T]?: Exclude<T[K], undefined>} {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The code of a system error: ENOENT, ECONNREFUSED, CERT_HAS_EXPIRED. */
export const codeOf = (error: unknown): string => wordOf(fieldsOf(error)['code']) ?? '';
