import {kubeEvent, type KubeEvent} from '../event.ts';
import {type Ref, refKey} from '../ref.ts';
import type {Snapshot} from '../snapshot.ts';
import {instant} from '../time.ts';

/** Events by object, oldest first. */
export class Events {
  readonly all: readonly KubeEvent[];
  readonly #byObject = new Map<string, KubeEvent[]>();

  constructor(snapshot: Snapshot) {
    this.all = (snapshot.objects.Event ?? [])
      .map(kubeEvent)
      .sort((a, b) => (instant(a.last) ?? 0) - (instant(b.last) ?? 0));
    for (const event of this.all) {
      const key = refKey(event.about);
      const list = this.#byObject.get(key);
      if (list === undefined) this.#byObject.set(key, [event]);
      else list.push(event);
    }
  }

  /** Events about an object; with reasons, only those. */
  of(about: Ref, ...reasons: readonly string[]): readonly KubeEvent[] {
    const found = this.#byObject.get(refKey(about)) ?? [];
    return reasons.length === 0 ? found : found.filter(({reason}) => reasons.includes(reason));
  }

  withReason(...reasons: readonly string[]): readonly KubeEvent[] {
    return this.all.filter(({reason}) => reasons.includes(reason));
  }
}
