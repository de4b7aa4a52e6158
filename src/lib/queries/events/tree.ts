import {type Kind, isNamespaced, kindNamed, kindRow} from '../../model/kinds.ts';
import {type Ref, ref, refKey} from '../../model/ref.ts';
import {isObject} from '../../model/schema.ts';
import {type Gap, type Source, Unavailable, type Wire} from '../../model/source.ts';

export interface Tree {
  /** Whether an event about this object belongs to what was asked. */
  readonly has: (of: Ref) => boolean;
  readonly members: readonly Ref[];
  readonly gaps: readonly Gap[];
}

/** Kinds that own others or hang on pods, the outermost first: each can only own those below it. */
const KINDS: readonly Kind[] = ['CronJob', 'Job', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Pod'];

/**
 * The object and all that belongs to it: what it owns, and of its pods the claims and the node, and who scales it. Pods
 * and ReplicaSets that are gone have events still; they are known by the names that their controllers gave them.
 */
export async function ownerTree(source: Source, root: Ref, signal?: AbortSignal): Promise<Tree> {
  const reader = new Reader(source, root.namespace, signal);
  const members = new Map([[refKey(root), root]]);
  const strangers = new Set<string>();
  for (const kind of KINDS) {
    for (const wire of await reader.all(kind)) {
      const self = selfOf(kind, wire);
      const owners = ownersOf(wire).map((owner) => ref(owner.kind, self.namespace, owner.name));
      if (owners.some((owner) => members.has(refKey(owner)))) members.set(refKey(self), self);
      else if (!members.has(refKey(self))) strangers.add(refKey(self));
      if (kind === 'Pod' && members.has(refKey(self)))
        for (const one of besidePod(wire, self)) members.set(refKey(one), one);
    }
  }
  for (const wire of await reader.all('HorizontalPodAutoscaler')) {
    const self = selfOf('HorizontalPodAutoscaler', wire);
    const {kind = '', name = ''} = fields(fields(wire['spec'])['scaleTargetRef']) as {kind?: string; name?: string};
    if (members.has(refKey(ref(kind, self.namespace, name)))) members.set(refKey(self), self);
  }
  const known = [...members.values()];
  const has = (of: Ref): boolean =>
    members.has(refKey(of)) || (!strangers.has(refKey(of)) && known.some((owner) => isNamedAfter(of, owner)));
  return {has, members: known, gaps: reader.gaps};
}

/** What a controller calls what it makes (kube-controller-manager). */
const CHILDREN: ReadonlyArray<readonly [owner: string, child: string, suffix: RegExp]> = [
  ['Deployment', 'ReplicaSet', /^-[a-z0-9]{5,10}$/],
  ['Deployment', 'Pod', /^-[a-z0-9]{5,10}-[a-z0-9]{5}$/],
  ['ReplicaSet', 'Pod', /^-[a-z0-9]{5}$/],
  ['DaemonSet', 'Pod', /^-[a-z0-9]{5}$/],
  ['StatefulSet', 'Pod', /^-\d+$/],
  ['Job', 'Pod', /^(-\d+)?-[a-z0-9]{5}$/],
  ['CronJob', 'Job', /^-\d+$/],
  ['CronJob', 'Pod', /^-\d+(-\d+)?-[a-z0-9]{5}$/],
];

const isNamedAfter = (of: Ref, owner: Ref): boolean =>
  of.namespace === owner.namespace &&
  of.name.startsWith(owner.name) &&
  CHILDREN.some(
    ([from, to, suffix]) => from === owner.kind && to === of.kind && suffix.test(of.name.slice(owner.name.length)),
  );

type Fields = Readonly<Record<string, unknown>>;
const fields = (raw: unknown): Fields => (isObject(raw) ? raw : {});
const listOf = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : []);
const word = (raw: unknown): string => (typeof raw === 'string' ? raw : '');

function selfOf(kind: string, wire: Wire): Ref {
  const {namespace, name} = fields(wire['metadata']);
  return ref(kind, word(namespace), word(name));
}

const ownersOf = (wire: Wire): ReadonlyArray<{kind: string; name: string}> =>
  listOf(fields(wire['metadata'])['ownerReferences'])
    .map(fields)
    .map(({kind, name}) => ({kind: word(kind), name: word(name)}));

function besidePod(wire: Wire, {namespace}: Ref): readonly Ref[] {
  const spec = fields(wire['spec']);
  const claims = listOf(spec['volumes'])
    .map((volume) => word(fields(fields(volume)['persistentVolumeClaim'])['claimName']))
    .filter((name) => name !== '')
    .map((name) => ref('PersistentVolumeClaim', namespace, name));
  const node = word(spec['nodeName']);
  return node === '' ? claims : [...claims, ref('Node', undefined, node)];
}

/** Lists that keep what could not be read as gaps. */
class Reader {
  readonly gaps: Gap[] = [];
  readonly #source: Source;
  readonly #namespace: string | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(source: Source, namespace: string | undefined, signal: AbortSignal | undefined) {
    [this.#source, this.#namespace, this.#signal] = [source, namespace, signal];
  }

  async all(kind: Kind): Promise<readonly Wire[]> {
    const found: Wire[] = [];
    try {
      for await (const page of this.#source.list(kind, {namespace: this.#namespace}, this.#signal)) found.push(...page);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.gaps.push({...error.gap, what: kind});
    }
    return found;
  }
}

/** Labels of the objects that events are about, by {@link refKey}: for `-l`. Only kinds that kdiag knows have any. */
export async function labelsOf(
  source: Source,
  about: Iterable<Ref>,
  namespace: string | undefined,
  signal?: AbortSignal,
): Promise<{readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>; readonly gaps: readonly Gap[]}> {
  const kinds = new Set([...about].flatMap(({kind}) => kindNamed(kind) ?? []));
  const labels = new Map<string, Readonly<Record<string, string>>>();
  const reader = new Reader(source, namespace, signal);
  for (const kind of kinds) {
    if (kindRow(kind).metadataOnly === true) continue;
    const within = isNamespaced(kind) ? reader : new Reader(source, undefined, signal);
    for (const wire of await within.all(kind))
      labels.set(refKey(selfOf(kind, wire)), fields(fields(wire['metadata'])['labels']) as Record<string, string>);
    if (within !== reader) reader.gaps.push(...within.gaps);
  }
  return {labels, gaps: reader.gaps};
}
