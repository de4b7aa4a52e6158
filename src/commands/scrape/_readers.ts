import {fileBytes, type requestOptions} from '../../lib/cli/scrape-flags.ts';
import type {ExpositionFormat} from '../../lib/model/exposition.ts';
import {type Source, Unavailable} from '../../lib/model/source.ts';
import {accepting} from '../../lib/parse/exposition/content-type.ts';
import type {NodeEndpoint, ScrapeTarget} from '../../lib/parse/scrape-target.ts';
import {type ClusterTarget, type Place, placesOf} from '../../lib/queries/scrape/places.ts';
import type {Page} from '../../lib/queries/scrape/parsed.ts';
import {http, shownUrl} from '../../lib/stores/http.ts';

/** One page that can be read, and read again. */
export interface Reader {
  readonly target: string;
  read(): Promise<Page>;
}

export interface Opened {
  readonly source: Source;
  /** The one that is meant. */
  readonly namespace: string;
}

export interface ReaderOptions {
  /** Formats to ask for, best first. */
  readonly formats: readonly ExpositionFormat[];
  readonly endpoint: NodeEndpoint;
  readonly request: ReturnType<typeof requestOptions>;
  readonly signal: AbortSignal;
  /** Opens the cluster, when a target needs it. */
  readonly cluster: () => Promise<Opened>;
  readonly stdin: () => Promise<Uint8Array>;
  readonly now: () => Date;
}

/** The pages that a target stands for. */
export async function readersOf(
  target: Exclude<ScrapeTarget, {is: 'wrong'}>,
  options: ReaderOptions,
): Promise<readonly Reader[]> {
  switch (target.is) {
    case 'stdin':
      return [local('standard input', options, options.stdin)];
    case 'file':
      return [local(target.path, options, () => Promise.resolve(fileBytes(target.path)))];
    case 'url':
      return [urlReader(target.url, options)];
    default:
      return clusterReaders(target, options);
  }
}

const local = (target: string, {now}: ReaderOptions, bytes: () => Promise<Uint8Array>): Reader => ({
  target,
  read: async () => ({target, body: await bytes(), contentType: undefined, at: now().getTime(), took: 0}),
});

function urlReader(url: URL, options: ReaderOptions): Reader {
  const {request, formats, signal, now} = options;
  const target = shownUrl(url);
  const read = async (): Promise<Page> => {
    const started = performance.now();
    const reply = await http({...request, url, headers: {accept: accepting(formats), ...request.headers}, signal});
    if (reply.status !== 200)
      throw new Unavailable({
        what: target,
        why: refusals[reply.status] ?? 'failed',
        hint: `it answers ${reply.status}`,
      });
    return {
      target,
      body: reply.body,
      contentType: reply.headers['content-type'],
      at: now().getTime(),
      took: performance.now() - started,
    };
  };
  return {target, read};
}

const refusals: Readonly<Record<number, 'forbidden' | 'not installed'>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'not installed',
};

async function clusterReaders(target: ClusterTarget, options: ReaderOptions): Promise<readonly Reader[]> {
  const {source, namespace} = await options.cluster();
  const places = await placesOf(source, target, {namespace, endpoint: options.endpoint, signal: options.signal});
  return places.map((place) => ({target: place.name, read: () => pageOf(source, place, options)}));
}

async function pageOf(source: Source, {name, path}: Place, {formats, signal}: ReaderOptions): Promise<Page> {
  const started = performance.now();
  const page =
    source.page === undefined
      ? {body: Buffer.from(await source.raw(path, signal)), contentType: undefined}
      : await source.page(path, accepting(formats), signal);
  return {target: name, ...page, at: source.now().getTime(), took: performance.now() - started};
}
