import {isKind, type ObjectKind} from '../kinds.ts';
import type {Pod} from '../kube/pod.ts';
import {type Ref, ref, refKey} from '../ref.ts';
import {matchesSelector} from '../selector.ts';
import {type AnyObject, type Objects, refOf} from './objects.ts';

/** Longer chains than this are a loop. Deployment → ReplicaSet → Pod and CronJob → Job → Pod have two steps. */
const STEPS_AT_MOST = 6;

/** Who owns whom, by ownerReferences; what the snapshot lacks is still named. */
export class Owners {
  readonly #objects: Objects;
  #podsByWorkload: Map<string, Pod[]> | undefined;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  /** The chain above an object, nearest first. */
  ownersOf(of: Ref): readonly Ref[] {
    const chain: Ref[] = [];
    let current: Ref | undefined = this.#controllerOf(of);
    while (current !== undefined && chain.length < STEPS_AT_MOST) {
      chain.push(current);
      current = this.#controllerOf(current);
    }
    return chain;
  }

  /** The object a person would change: the last owner, or the object itself. Mirror pods end at themselves, not their Node. */
  topOf(of: Ref): Ref {
    return (
      this.ownersOf(of)
        .filter(({kind}) => kind !== 'Node')
        .at(-1) ?? of
    );
  }

  /** Pods below a workload (any owner kind, custom ones too); a pod itself is the pod. */
  podsBelow(of: Ref): readonly Pod[] {
    if (of.kind === 'Pod') {
      const pod = this.#objects.get('Pod', of.namespace, of.name);
      return pod === undefined ? [] : [pod];
    }
    return this.#byWorkload().get(refKey(of)) ?? [];
  }

  #byWorkload(): Map<string, Pod[]> {
    if (this.#podsByWorkload !== undefined) return this.#podsByWorkload;
    const made = new Map<string, Pod[]>();
    for (const pod of this.#objects.all('Pod')) {
      for (const owner of this.ownersOf(refOf('Pod', pod))) {
        const key = refKey(owner);
        const pods = made.get(key);
        if (pods === undefined) made.set(key, [pod]);
        else pods.push(pod);
      }
    }
    this.#podsByWorkload = made;
    return made;
  }

  #controllerOf(of: Ref): Ref | undefined {
    const object = this.#objects.byRef(of);
    if (object === undefined) return undefined;
    const owners = object.metadata.ownerReferences;
    const owner = owners.find(({controller}) => controller === true) ?? owners[0];
    if (owner?.kind === undefined) return of.kind === 'Pod' ? this.#adopterOf(object, of) : undefined;
    return ref(owner.kind, isClusterScoped(owner.kind) ? undefined : of.namespace, owner.name);
  }

  /** Recordings may lack ownerReferences; a workload whose selector picks the pod owns it all the same. */
  #adopterOf(pod: AnyObject, of: Ref): Ref | undefined {
    if (!('pod-template-hash' in pod.metadata.labels || 'controller-revision-hash' in pod.metadata.labels))
      return undefined;
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet'] as const) {
      const found = this.#objects
        .all(kind)
        .find(
          ({metadata, spec}) =>
            metadata.namespace === of.namespace &&
            Object.keys(spec.selector.matchLabels).length > 0 &&
            matchesSelector(spec.selector, pod.metadata.labels),
        );
      if (found !== undefined) return refOf(kind, found);
    }
    return undefined;
  }
}

const isClusterScoped = (kind: string): boolean => isKind(kind) && (kind as ObjectKind) === 'Node';
