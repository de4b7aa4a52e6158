import {isNamespaced, type Kind, kindNames, type KubeObject, type ObjectKind} from '../kinds.ts';
import type {Meta} from '../kube/meta.ts';
import {type Ref, ref, refKey} from '../ref.ts';
import type {Snapshot} from '../snapshot.ts';

/** What every object but an Event has. */
export interface AnyObject {
  readonly metadata: Meta;
}

/** Objects by key, and which kinds and namespaces were read at all. */
export class Objects {
  readonly #snapshot: Snapshot;
  readonly #byKind = new Map<Kind, Map<string, AnyObject>>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  all<K extends Kind>(kind: K): ReadonlyArray<KubeObject<K>> {
    return this.#snapshot.objects[kind] ?? [];
  }

  wasRead(kind: Kind): boolean {
    return this.#snapshot.objects[kind] !== undefined;
  }

  get<K extends ObjectKind>(kind: K, namespace: string | undefined, name: string): KubeObject<K> | undefined {
    return this.#index(kind).get(`${isNamespaced(kind) ? (namespace ?? '') : ''}/${name}`) as KubeObject<K> | undefined;
  }

  byRef(wanted: Ref): AnyObject | undefined {
    const kind = kindNames.find((one) => one === wanted.kind);
    return kind === undefined || kind === 'Event' ? undefined : this.get(kind, wanted.namespace, wanted.name);
  }

  /** True when the place where it would stand was read and it is not there: absence is a fact, not a gap. */
  isAbsent(kind: ObjectKind, namespace: string | undefined, name: string): boolean {
    const {namespace: only} = this.#snapshot;
    const inView = !isNamespaced(kind) || only === undefined || only === namespace;
    return inView && this.wasRead(kind) && this.get(kind, namespace, name) === undefined;
  }

  #index(kind: ObjectKind): Map<string, AnyObject> {
    const known = this.#byKind.get(kind);
    if (known !== undefined) return known;
    const made = new Map<string, AnyObject>();
    for (const one of this.all(kind) as readonly AnyObject[])
      made.set(`${one.metadata.namespace ?? ''}/${one.metadata.name}`, one);
    this.#byKind.set(kind, made);
    return made;
  }
}

/** The Ref of an object whose kind is known from where it was listed. */
export const refOf = (kind: Kind, object: AnyObject): Ref => ref(kind, object.metadata.namespace, object.metadata.name);

export const keyOf = (kind: Kind, object: AnyObject): string => refKey(refOf(kind, object));
