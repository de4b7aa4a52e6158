import {type Kind, kindRow} from '../../model/kinds.ts';
import {type Scope, Unavailable, type Wire} from '../../model/source.ts';
import {listPath, query, subjectOf} from './address.ts';
import {fieldsOf, listOf, wordOf} from './fields.ts';
import {statusIn} from './status.ts';
import {withoutManagedFields} from './strip.ts';
import type {Transport} from './transport.ts';
import type {Reply} from './wire.ts';

export const PAGE = 500;

export interface Page {
  readonly items: readonly Wire[];
  readonly resourceVersion: string;
}

/** Never with plain JSON as a second choice: a server that cannot leave the data out shall not answer at all. */
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
export const acceptFor = (kind: Kind): string => (kindRow(kind).metadataOnly === true ? METADATA : 'application/json');

/** The objects of a kind, a page at a time; a page is on its way while the one before it is read. */
export async function* pages(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal?: AbortSignal,
): AsyncGenerator<Page, void, undefined> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const request = (token?: string): Promise<Reply> => onePage(transport, kind, scope, either, token);
  let next: Promise<Reply> | undefined = request();
  try {
    while (next !== undefined) {
      const reply: Reply = await next;
      const text = reply.body.toString();
      const early: string | undefined = tokenIn(text);
      next = early === undefined ? undefined : request(early);
      // Until it is awaited its failure is nobody's; without this node would call it unhandled.
      next?.catch(() => undefined);
      const {page, token} = decoded(text, kind, scope);
      yield page;
      if (next === undefined && token !== undefined) next = request(token);
    }
  } finally {
    stop.abort();
  }
}

async function onePage(
  transport: Transport,
  kind: Kind,
  scope: Scope,
  signal: AbortSignal,
  token?: string,
): Promise<Reply> {
  const ask = {...subjectOf(kind, scope), accept: acceptFor(kind), signal};
  const path = (continued?: string): string =>
    listPath(kind, scope) +
    query({limit: PAGE, continue: continued, labelSelector: scope.labels, fieldSelector: scope.fields});
  const reply = await transport.get({...ask, path: path(token), ...(token === undefined ? {} : {also: [410]})});
  if (reply.status !== 410) return reply;
  // The list took longer than the server keeps its past (five minutes). It offers a token to go on from there with
  // the objects of now: nothing is read twice, and that is the better half of consistency.
  const offered = wordOf(fieldsOf(statusIn(reply.body.toString())['metadata'])['continue']);
  if (offered !== undefined) return transport.get({...ask, path: path(offered)});
  throw new Unavailable({
    what: ask.what,
    why: 'expired',
    hint: 'the cluster changed faster than the list could be read; run it again',
  });
}

const HEAD = 1024;

/** The token of the next page, if the list's metadata comes first, as it does for all but custom resources. */
function tokenIn(text: string): string | undefined {
  const head = text.slice(0, HEAD);
  const items = head.indexOf('"items":');
  return /"continue":"([^"\\]+)"/.exec(items === -1 ? head : head.slice(0, items))?.[1];
}

function decoded(text: string, kind: Kind, scope: Scope): {readonly page: Page; readonly token: string | undefined} {
  const raw = fieldsOf(parsed(keepsHistory(kind) ? text : withoutManagedFields(text), kind, scope));
  const metadata = fieldsOf(raw['metadata']);
  const items = listOf(raw['items'])
    .map(fieldsOf)
    .map((item) => (kindRow(kind).metadataOnly === true ? {metadata: item['metadata']} : item));
  return {
    page: {items, resourceVersion: wordOf(metadata['resourceVersion']) ?? ''},
    token: wordOf(metadata['continue']),
  };
}

function parsed(text: string, kind: Kind, scope: Scope): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unavailable(
      {what: subjectOf(kind, scope).what, why: 'failed', hint: 'the answer is not JSON; is this an API server?'},
      error,
    );
  }
}

/** Whether the decoder of a kind reads managedFields: asked of the decoder, so that there is no list to keep. */
function keepsHistory(kind: Kind): boolean {
  const metadata = fieldsOf(fieldsOf(kindRow(kind).decode({metadata: {name: '-', managedFields: []}}))['metadata']);
  return 'managedFields' in metadata;
}
