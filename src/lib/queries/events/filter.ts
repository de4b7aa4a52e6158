import {type Ref, refKey} from '../../model/ref.ts';
import type {SeenEvent} from '../../model/seen-event.ts';
import type {Wire} from '../../model/source.ts';
import {instant, type Milliseconds} from '../../model/time.ts';

/** Which events are meant. What is absent does not narrow. */
export interface EventFilter {
  readonly types?: readonly string[] | undefined;
  readonly reason?: RegExp | undefined;
  readonly message?: RegExp | undefined;
  readonly component?: RegExp | undefined;
  readonly host?: RegExp | undefined;
  readonly minCount?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly since?: Milliseconds | undefined;
  readonly until?: Milliseconds | undefined;
  /** Of the Event as it was sent. */
  readonly fields?: ((wire: unknown) => boolean) | undefined;
  /** Objects that it may be about. */
  readonly about?: ((of: Ref) => boolean) | undefined;
}

/** One function of all that was asked: most events of a big list meet only the tests that were asked for. */
export function isMeant(filter: EventFilter): (event: SeenEvent, wire: Wire) => boolean {
  const tests = testsOf(filter);
  return (event, wire) => tests.every((test) => test(event, wire));
}

type Test = (event: SeenEvent, wire: Wire) => boolean;

function testsOf(filter: EventFilter): readonly Test[] {
  const {types, reason, message, component, host, minCount, since, until, fields, about} = filter;
  const wanted = types?.map((type) => type.toLowerCase());
  const tests: Array<Test | undefined> = [
    wanted && (({type}) => wanted.includes(type.toLowerCase())),
    reason && ((event) => reason.test(event.reason)),
    message && ((event) => message.test(event.message)),
    component && ((event) => component.test(event.component ?? '')),
    host && ((event) => host.test(event.host ?? '')),
    minCount === undefined ? undefined : ({count}) => count >= minCount,
    since === undefined ? undefined : ({at}) => (instant(at) ?? 0) >= since,
    until === undefined ? undefined : ({at}) => (instant(at) ?? 0) < until,
    about && ((event) => about(event.about)),
    fields && ((_, wire) => fields(wire)),
  ];
  return tests.filter((test) => test !== undefined);
}

/** Membership in a set of objects. */
export const amongst = (keys: ReadonlySet<string>) => (of: Ref) => keys.has(refKey(of));
