import type {Kind} from '../../model/kinds.ts';
import {isObject, word} from '../../model/schema.ts';
import {type Ref, ref, refKey} from '../../model/ref.ts';
import {type Gap, type Scope, type Source, Unavailable, type Wire} from '../../model/source.ts';
import type {NodeFacts, PodFacts} from '../../model/usage.ts';
import {nodeFacts} from '../../parse/usage/node.ts';
import {podFacts} from '../../parse/usage/pod.ts';

/** Objects that use is measured against, or why they could not be read. */
export interface Listed<T> {
  readonly items: readonly T[] | undefined;
  readonly gap: Gap | undefined;
}

export const readPods = async (source: Source, scope: Scope, signal?: AbortSignal): Promise<Listed<PodFacts>> =>
  listed(source, 'Pod', scope, podFacts, signal);

export const readNodes = async (source: Source, scope: Scope, signal?: AbortSignal): Promise<Listed<NodeFacts>> =>
  listed(source, 'Node', scope, nodeFacts, signal);

async function listed<T>(
  source: Source,
  kind: Kind,
  scope: Scope,
  decode: (wire: Wire) => T,
  signal: AbortSignal | undefined,
): Promise<Listed<T>> {
  const items: T[] = [];
  try {
    for await (const page of source.list(kind, scope, signal)) for (const wire of page) items.push(decode(wire));
    return {items, gap: undefined};
  } catch (error) {
    if (error instanceof Unavailable) return {items: undefined, gap: error.gap};
    throw error;
  }
}

/** What stands between pods and the object that a person would change. */
const BETWEEN = ['ReplicaSet', 'Job'] as const satisfies readonly Kind[];

/** By the pod's own controller, the outermost one: `ReplicaSet/shop/web-7d9` is `Deployment/shop/web`. */
export type OwnerOf = (namespace: string, owner: PodFacts['owner']) => Ref | undefined;

/** Reads the owners of owners. What may not be read leaves the nearest owner in its place, and a gap. */
export async function readOwners(
  source: Source,
  scope: Scope,
  signal?: AbortSignal,
): Promise<{readonly ownerOf: OwnerOf; readonly gaps: readonly Gap[]}> {
  const above = new Map<string, Ref>();
  const gaps: Gap[] = [];
  await Promise.all(
    BETWEEN.map(async (kind) => {
      const {items, gap} = await listed(
        source,
        kind,
        {namespace: scope.namespace},
        (wire) => controllerOf(kind, wire),
        signal,
      );
      if (gap !== undefined) gaps.push(gap);
      for (const one of items ?? []) if (one.above !== undefined) above.set(refKey(one.of), one.above);
    }),
  );
  const ownerOf: OwnerOf = (namespace, owner) => {
    if (owner === undefined) return undefined;
    const nearest = ref(owner.kind, owner.kind === 'Node' ? undefined : namespace, owner.name);
    return above.get(refKey(nearest)) ?? nearest;
  };
  return {ownerOf, gaps};
}

function controllerOf(kind: Kind, wire: Wire): {readonly of: Ref; readonly above: Ref | undefined} {
  const meta = isObject(wire['metadata']) ? wire['metadata'] : {};
  const namespace = word(meta['namespace']);
  const owners: readonly unknown[] = Array.isArray(meta['ownerReferences']) ? meta['ownerReferences'] : [];
  const owner = owners.filter(isObject).find(({controller}) => controller === true);
  const [ownerKind, name] = [word(owner?.['kind']), word(owner?.['name'])];
  return {
    of: ref(kind, namespace, word(meta['name']) ?? ''),
    above: ownerKind === undefined || name === undefined ? undefined : ref(ownerKind, namespace, name),
  };
}
