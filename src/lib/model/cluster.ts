import {Calls} from './cluster/calls.ts';
import {Events} from './cluster/events.ts';
import {Logs} from './cluster/logs.ts';
import {Network} from './cluster/network.ts';
import {Objects} from './cluster/objects.ts';
import {Owners} from './cluster/owners.ts';
import type {Kind, KubeObject, ObjectKind} from './kinds.ts';
import type {Pod} from './kube/pod.ts';
import type {Ref} from './ref.ts';
import type {Snapshot} from './snapshot.ts';

interface Indexes {
  readonly namespace: string | undefined;
  readonly objects: Objects;
  readonly owners: Owners;
  readonly events: Events;
  readonly network: Network;
  readonly calls: Calls;
}

const known = new WeakMap<Snapshot['objects'], Indexes>();

/** Snapshots that differ only in the logs followed so far have the same objects: these are indexed once. */
function indexesOf(snapshot: Snapshot): Indexes {
  const found = known.get(snapshot.objects);
  if (found !== undefined && found.namespace === snapshot.namespace) return found;
  const objects = new Objects(snapshot);
  const network = new Network(objects);
  const made = {
    namespace: snapshot.namespace,
    objects,
    owners: new Owners(objects),
    events: new Events(snapshot),
    network,
    calls: new Calls(objects, network),
  };
  known.set(snapshot.objects, made);
  return made;
}

/**
 * A snapshot with indexes: what rules look at. Answers are facts of the snapshot; nothing here judges.
 *
 * `now` is the moment the facts were taken, so that a bundle of last week ages rightly.
 */
export class Cluster {
  readonly now: Date;
  readonly snapshot: Snapshot;
  readonly objects: Objects;
  readonly owners: Owners;
  readonly events: Events;
  readonly logs: Logs;
  readonly network: Network;
  readonly calls: Calls;
  #podsByNode: Map<string, Pod[]> | undefined;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.now = snapshot.now;
    this.logs = new Logs(snapshot);
    const {objects, owners, events, network, calls} = indexesOf(snapshot);
    [this.objects, this.owners, this.events, this.network, this.calls] = [objects, owners, events, network, calls];
  }

  /** Every object of a kind; empty when the kind was not read (see `objects.wasRead`). */
  all<K extends Kind>(kind: K): ReadonlyArray<KubeObject<K>> {
    return this.objects.all(kind);
  }

  get<K extends ObjectKind>(kind: K, namespace: string | undefined, name: string): KubeObject<K> | undefined {
    return this.objects.get(kind, namespace, name);
  }

  podsOn(node: string): readonly Pod[] {
    if (this.#podsByNode === undefined) {
      this.#podsByNode = new Map();
      for (const pod of this.all('Pod')) {
        const list = this.#podsByNode.get(pod.nodeName ?? '');
        if (list === undefined) this.#podsByNode.set(pod.nodeName ?? '', [pod]);
        else list.push(pod);
      }
    }
    return this.#podsByNode.get(node) ?? [];
  }

  /** Pods meant by a finding's subject: those below a workload, on a node, behind a Service. */
  podsOf(of: Ref): readonly Pod[] {
    if (of.kind === 'Node') return this.podsOn(of.name);
    if (of.kind !== 'Service') return this.owners.podsBelow(of);
    const service = this.get('Service', of.namespace, of.name);
    return service === undefined ? [] : this.network.podsSelectedBy(service);
  }
}
