/** Names one object of a cluster. Kinds are spelt as the API spells them (`PersistentVolumeClaim`). */
export interface Ref {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** One string per object, fit for a Map key: `Pod/shop/db-0`, `Node//node-1`. */
export const refKey = ({kind, namespace, name}: Ref): string => `${kind}/${namespace ?? ''}/${name}`;

export const sameRef = (a: Ref, b: Ref): boolean => refKey(a) === refKey(b);

/** Builds a Ref; a missing or empty namespace means a cluster-scoped object. */
export const ref = (kind: string, namespace: string | undefined, name: string): Ref =>
  namespace === undefined || namespace === '' ? {kind, name} : {kind, namespace, name};

/** The list without repetitions, in order of first appearance. */
export function distinctRefs(refs: Iterable<Ref>): readonly Ref[] {
  const byKey = new Map<string, Ref>();
  for (const one of refs) if (!byKey.has(refKey(one))) byKey.set(refKey(one), one);
  return [...byKey.values()];
}
