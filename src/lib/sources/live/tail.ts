import {setTimeout as sleep} from 'node:timers/promises';
import type {Kind} from '../../model/kinds.ts';
import {type Change, type Scope, type Told, Unavailable, type Wire} from '../../model/source.ts';
import {codeOf, fieldsOf, wordOf} from './fields.ts';
import {pages} from './list.ts';
import type {Transport} from './transport.ts';
import {lines} from './watch.ts';

/** The server ends a watch after this many seconds, and we go on where it was. Short, since nothing else may be said. */
const SECONDS = 60;
/** A connection that has outlived its watch is dead: the machine slept, or a firewall forgot it. */
const DEAD_AFTER = (SECONDS + 15) * 1000;
const REST = 1000;
const REST_AT_MOST = 15_000;
/** A server that comes up may refuse everybody until it has read who may do what; after this long it is meant. */
const REFUSED_FOR = 120_000;

/**
 * All objects of a kind, and then what happens to them, each update once. After a cut the watch goes on at the version
 * it had come to. When the server no longer has what came after that (410), the list is read again and only objects
 * with a newer version are told; the versions between are what is lost, and it is said.
 */
export async function* tail(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
): AsyncGenerator<Told, void, undefined> {
  let version = yield* listed(transport, kind, scope, signal);
  yield {is: 'listed'};
  const cut = new Cut();
  while (!signal.aborted) {
    const began = performance.now();
    try {
      for await (const {type, object} of watched(transport, kind, scope, signal, version)) {
        version = versionOf(object) ?? version;
        if (cut.mend()) yield {is: 'back'};
        if (type !== 'BOOKMARK') yield {is: 'change', change: {type, object}};
      }
      if (cut.mend()) yield {is: 'back'};
      // A server on its way down ends watches as soon as they are begun.
      if (performance.now() - began < REST) await cut.rest(signal);
    } catch (error) {
      if (error instanceof Unavailable && error.gap.why === 'expired') {
        try {
          const before = version;
          version = yield* again(transport, kind, scope, signal, version);
          yield {is: 'lost', from: before, to: version};
          continue;
        } catch (second) {
          if (cut.isFirst(second, signal)) yield {is: 'cut', why: whyOf(second)};
        }
      } else if (cut.isFirst(error, signal)) yield {is: 'cut', why: whyOf(error)};
      await cut.rest(signal);
    }
  }
}

/** How long we have been without a connection, and whether it has been said. */
class Cut {
  #tries = 0;
  #since: number | undefined;

  /** True the first time; throws what no waiting will mend. */
  isFirst(error: unknown, signal: AbortSignal): boolean {
    if (signal.aborted) return false;
    if (!(error instanceof Unavailable)) throw error;
    const now = performance.now();
    this.#since ??= now;
    const passes = ['unreachable', 'timed out'].includes(error.gap.why);
    if (!passes && now - this.#since > REFUSED_FOR) throw error;
    this.#tries++;
    return this.#tries === 1;
  }

  /** True when there was a cut. */
  mend(): boolean {
    const was = this.#tries > 0;
    [this.#tries, this.#since] = [0, undefined];
    return was;
  }

  async rest(signal: AbortSignal): Promise<void> {
    const wait = Math.min(REST_AT_MOST, REST * 1.5 ** Math.max(0, this.#tries - 1));
    await sleep(wait, undefined, {signal}).catch(() => undefined);
  }
}

const whyOf = (error: unknown): string =>
  error instanceof Unavailable ? (error.gap.hint ?? error.gap.why) : String(error);

const versionOf = (object: Wire): string | undefined => wordOf(fieldsOf(object['metadata'])['resourceVersion']);

async function* listed(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
): AsyncGenerator<Told, string, undefined> {
  let version = '';
  for await (const page of pages(transport, kind, scope, signal)) {
    // The version of the first page is that of all; a list that had to be gone on with later says a newer one.
    version ||= page.resourceVersion;
    yield {is: 'page', objects: page.items};
  }
  return version;
}

/** What is newer than `seen`: versions are numbers that grow (KEP-5504 says what has always been so). */
async function* again(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
  seen: string,
): AsyncGenerator<Told, string, undefined> {
  let version = '';
  for await (const page of pages(transport, kind, scope, signal)) {
    version ||= page.resourceVersion;
    for (const object of page.items)
      if (isNewer(versionOf(object), seen) || !isNewer(page.resourceVersion, seen))
        yield {is: 'change', change: {type: 'MODIFIED', object}};
  }
  return version;
}

function isNewer(version: string | undefined, than: string): boolean {
  if (version === undefined || !/^\d+$/.test(version) || !/^\d+$/.test(than)) return true;
  return version.length === than.length ? version > than : version.length > than.length;
}

/** One connection, given up when it is silent for longer than the server lets a watch be. */
async function* watched(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
  version: string,
): AsyncGenerator<{readonly type: Change['type'] | 'BOOKMARK'; readonly object: Wire}, void, undefined> {
  const dead = new AbortController();
  const timer = setTimeout(() => dead.abort(), DEAD_AFTER);
  try {
    const either = AbortSignal.any([signal, dead.signal]);
    for await (const line of lines(transport, kind, scope, either, version, SECONDS)) {
      timer.refresh();
      yield line;
    }
  } catch (error) {
    if (signal.aborted || error instanceof Unavailable || (codeOf(error) === '' && !dead.signal.aborted)) throw error;
    const hint = dead.signal.aborted ? 'the connection had been silent for too long' : 'the connection was cut';
    throw new Unavailable({what: kind, why: 'unreachable', hint}, error);
  } finally {
    clearTimeout(timer);
  }
}
