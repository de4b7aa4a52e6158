import {Cluster} from '../model/cluster.ts';
import {type Kind, kindNames, kindRow} from '../model/kinds.ts';
import type {Rule} from '../model/rule.ts';
import type {Snapshot} from '../model/snapshot.ts';
import {type Gap, type Source, Unavailable} from '../model/source.ts';
import {follow, type Followed, nothingFollowed} from './follow.ts';

export interface GatherOptions {
  /** What was asked about: its logs come first. Lists are cluster-wide all the same, where rights allow. */
  readonly namespace?: string | undefined;
  /** Where to look when cluster-wide lists are refused and no namespace was asked for. */
  readonly fallbackNamespace?: string | undefined;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly signal?: AbortSignal | undefined;
  /** Called with what is being read, for a progress line. */
  readonly onProgress?: ((doing: string) => void) | undefined;
  /** Called with the objects alone, before any log is read: for those who show them at once. */
  readonly onObjects?: ((snapshot: Snapshot) => void) | undefined;
}

/** Lines that a first look at the logs makes worth following are fetched in a second round; a third has never found more. */
const ROUNDS = 2;

/**
 * Everything the rules want to look at: all kinds, then the logs and pages their leads name. What is refused becomes a
 * gap. Cluster-wide on purpose: a cause often sits in another namespace than its symptom (docs/decisions/0003).
 */
export async function gather(source: Source, options: GatherOptions): Promise<Snapshot> {
  const read = await readKinds(source, options);
  const asSnapshot = (followed: Followed): Snapshot => ({
    origin: source.origin,
    now: source.now(),
    namespace: read.restrictedTo,
    objects: read.objects as Snapshot['objects'],
    ...followed,
    gaps: [...source.gaps(), ...read.gaps, ...followed.gaps],
    asked: source.asked(),
  });
  let followed = nothingFollowed();
  options.onObjects?.(asSnapshot(followed));
  for (let round = 0; round < ROUNDS; round += 1) {
    options.onProgress?.(round === 0 ? 'reading logs' : 'following what the logs say');
    followed = await follow(source, new Cluster(asSnapshot(followed)), followed, options);
  }
  return asSnapshot(followed);
}

interface KindsRead {
  readonly objects: Partial<Record<Kind, readonly unknown[]>>;
  readonly gaps: readonly Gap[];
  /** Set when a cluster-wide list was refused and a namespace's was read instead. */
  readonly restrictedTo: string | undefined;
}

async function readKinds(source: Source, options: GatherOptions): Promise<KindsRead> {
  options.onProgress?.('reading objects');
  const wanted = kindNames.filter((kind) => kindRow(kind).insteadOf === undefined);
  const first = await Promise.all(wanted.map(async (kind) => readKind(source, kind, options)));
  const missing = new Set(first.flatMap(({kind, objects}) => (objects === undefined ? [kind as string] : [])));
  const instead = kindNames.filter((kind) => missing.has(kindRow(kind).insteadOf ?? ''));
  const all = [...first, ...(await Promise.all(instead.map(async (kind) => readKind(source, kind, options))))];
  return {
    objects: Object.fromEntries(all.flatMap(({kind, objects}) => (objects === undefined ? [] : [[kind, objects]]))),
    gaps: all.flatMap(({gap}) => (gap === undefined ? [] : [gap])),
    restrictedTo: all.some(({isRestricted}) => isRestricted)
      ? (options.namespace ?? options.fallbackNamespace)
      : undefined,
  };
}

interface KindRead {
  readonly kind: Kind;
  readonly objects?: readonly unknown[];
  readonly gap?: Gap;
  readonly isRestricted: boolean;
}

async function readKind(source: Source, kind: Kind, options: GatherOptions): Promise<KindRead> {
  const whole = await listed(source, kind, undefined, options.signal);
  if (Array.isArray(whole)) return {kind, objects: whole, isRestricted: false};
  const gap = whole as Gap;
  const {extension, namespaced} = kindRow(kind);
  if (extension === true && (gap.why === 'not installed' || gap.why === 'not captured'))
    return {kind, objects: [], isRestricted: false};
  const namespace = options.namespace ?? options.fallbackNamespace;
  if (gap.why !== 'forbidden' || !namespaced || namespace === undefined) return {kind, gap, isRestricted: false};
  const part = await listed(source, kind, namespace, options.signal);
  if (Array.isArray(part))
    return {kind, objects: part, gap: {...gap, what: `${kind} outside namespace ${namespace}`}, isRestricted: true};
  return {kind, gap: part as Gap, isRestricted: false};
}

/** Decodes page by page, so that only slim records outlive a page. */
async function listed(
  source: Source,
  kind: Kind,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly unknown[] | Gap> {
  const {decode} = kindRow(kind);
  const out: unknown[] = [];
  try {
    for await (const page of source.list(kind, {namespace}, signal)) for (const wire of page) out.push(decode(wire));
    return out;
  } catch (error) {
    if (error instanceof Unavailable) return {...error.gap, what: kind};
    throw error;
  }
}
