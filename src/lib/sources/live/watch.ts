import {setTimeout as sleep} from 'node:timers/promises';
import type {Kind} from '../../model/kinds.ts';
import {kindRow} from '../../model/kinds.ts';
import {type Change, type Scope, Unavailable, type Wire} from '../../model/source.ts';
import {listPath, query, subjectOf} from './address.ts';
import {fieldsOf, wordOf} from './fields.ts';
import {acceptFor, pages} from './list.ts';
import type {Transport} from './transport.ts';
import {BODY_AT_MOST} from './wire.ts';

/** The server ends a watch after this many seconds; we go on where it was. */
const SECONDS = 300;
const REST = 1000;

/**
 * Changes of a kind from now on, until the signal. After a 410 (too far behind) all objects come once more as
 * MODIFIED, since what changed in between is not to be had; deletions of that time are lost.
 */
export async function* changes(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
): AsyncGenerator<Change, void, undefined> {
  let version = await versionNow(transport, kind, scope, signal);
  while (!signal.aborted) {
    try {
      for await (const {type, object} of lines(transport, kind, scope, signal, version)) {
        version = wordOf(fieldsOf(object['metadata'])['resourceVersion']) ?? version;
        if (type !== 'BOOKMARK') yield {type, object};
      }
    } catch (error) {
      if (!(error instanceof Unavailable) || error.gap.why !== 'expired') await rested(error, signal);
      else version = yield* again(transport, kind, scope, signal);
    }
  }
}

/** A cut connection is nothing new for a watch; a refusal is an answer. */
async function rested(error: unknown, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  if (error instanceof Unavailable && !['unreachable', 'timed out'].includes(error.gap.why)) throw error;
  await sleep(REST, undefined, {signal}).catch(() => undefined);
}

async function versionNow(transport: Transport, kind: Kind, scope: Scope, signal: AbortSignal): Promise<string> {
  const reply = await transport.get({
    ...subjectOf(kind, scope),
    path: listPath(kind, scope) + query({limit: 1}),
    accept: acceptFor(kind),
    signal,
  });
  return wordOf(fieldsOf(fieldsOf(JSON.parse(reply.body.toString()))['metadata'])['resourceVersion']) ?? '';
}

async function* again(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
): AsyncGenerator<Change, string, undefined> {
  let version = '';
  for await (const page of pages(transport, kind, scope, signal)) {
    version ||= page.resourceVersion;
    for (const object of page.items) yield {type: 'MODIFIED', object};
  }
  return version;
}

interface Line {
  readonly type: Change['type'] | 'BOOKMARK';
  readonly object: Wire;
}

export async function* lines(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
  version: string,
  seconds = SECONDS,
): AsyncGenerator<Line, void, undefined> {
  const subject = subjectOf(kind, scope, 'watch');
  const path =
    listPath(kind, scope) +
    query({watch: true, resourceVersion: version, allowWatchBookmarks: true, timeoutSeconds: seconds});
  const chunks = transport.stream({
    ...subject,
    path,
    accept: acceptFor(kind).replace('MetadataList', 'Metadata'),
    signal,
  });
  for await (const line of split(chunks)) {
    const {type, object} = fieldsOf(JSON.parse(line.toString()));
    if (type === 'ERROR') throw lost(subject.what, fieldsOf(object));
    const whole = fieldsOf(object);
    yield {
      type: type as Line['type'],
      object: kindRow(kind).metadataOnly === true ? {metadata: whole['metadata']} : whole,
    };
  }
}

const lost = (what: string, status: Wire): Unavailable =>
  new Unavailable({what, why: status['code'] === 410 ? 'expired' : 'failed', hint: wordOf(status['message'])});

const NEWLINE = 10;

/** Lines of a stream; a character may be cut in two by a chunk, so they are found before anything is decoded. */
export async function* split(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let [rest, size]: [Buffer[], number] = [[], 0];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...rest, chunk.subarray(from, end)]);
      [rest, size, from] = [[], 0, end + 1];
      if (line.length > 0) yield line;
    }
    rest.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > BODY_AT_MOST)
      throw new Unavailable({what: 'one change', why: 'truncated', hint: 'it is larger than an object can be'});
  }
}
