import {type Parcel, type Sink, type SinkType, Undelivered} from '../model/sink.ts';
import {http, httpOptions, httpUrl} from './_http.ts';
import {flat, keyOf, messageOf} from './_parcel.ts';

const SCHEMES = ['elasticsearch', 'elasticsearchs', 'opensearch', 'opensearchs'];

/**
 * The _bulk API of Elasticsearch and OpenSearch. An event's key is its document's id, so that two that send the same
 * keep one. What the answer says of each document decides whether it is sent again.
 */
export default {
  schemes: SCHEMES,
  title: 'Elasticsearch or OpenSearch',
  example: 'elasticsearch://host:9200?index=kdiag-%Y.%m.%d',
  takes: ['event', 'log', 'sample'],
  options: {
    ...httpOptions,
    'api-key': {shows: "an API key instead of user and password, as Elasticsearch's encoded one", secret: true},
    index: {shows: 'index or data stream, with %Y, %m and %d of the time it is of (kdiag-event, -log, -sample)'},
    pipeline: {shows: 'ingest pipeline'},
  },
  batch: 1000,
  open: async (address, options, surroundings): Promise<Sink> => {
    const place = await http(httpUrl(address, {secure: /[hx]s:$/.test(address.protocol)}), options, surroundings);
    const {'api-key': apiKey, index, pipeline} = options;
    const headers = {
      'content-type': 'application/x-ndjson',
      ...(apiKey === undefined ? {} : {authorization: `ApiKey ${apiKey}`}),
    };
    const path = `/_bulk${pipeline === undefined ? '' : `?pipeline=${encodeURIComponent(pipeline)}`}`;
    return {
      send: async (parcels, signal) => {
        const body = parcels.map((one) => documentOf(one, index)).join('');
        const {text} = await place.ask({path, headers, body}, signal);
        checkAnswer(text, parcels);
      },
      close: () => place.close(),
    };
  },
} satisfies SinkType;

function documentOf(parcel: Parcel, index: string | undefined): string {
  const id = keyOf(parcel);
  const create = {_index: indexFor(parcel, index), ...(id === undefined ? {} : {_id: id})};
  const document = {'@timestamp': parcel.time, message: messageOf(parcel), kdiag: parcel.is, ...flat(parcel)};
  return `${JSON.stringify({create})}\n${JSON.stringify(document)}\n`;
}

function indexFor({is, time}: Parcel, pattern = `kdiag-${is}`): string {
  const [year = '', month = '', day = ''] = time.slice(0, 10).split('-');
  return pattern.replaceAll('%Y', year).replaceAll('%m', month).replaceAll('%d', day);
}

interface Item {
  readonly status?: number;
  readonly error?: {readonly type?: string; readonly reason?: string};
}

/** 409: there already, which is what we want. 429 and 5xx pass; any other refusal is of the document itself. */
function checkAnswer(text: string, parcels: readonly Parcel[]): void {
  const {errors, items = []} = answerIn(text);
  if (errors !== true) return;
  const outcome = items.map((item) => Object.values(item)[0] ?? {});
  const failed = (is: (status: number) => boolean): Parcel[] =>
    parcels.filter((_, at) => is(outcome[at]?.status ?? 200));
  const again = failed((status) => status === 429 || status >= 500);
  const refused = failed((status) => status >= 400 && status < 500 && status !== 409 && status !== 429);
  if (again.length + refused.length === 0) return;
  const {error} = outcome.find(({status}) => status !== 409 && (status ?? 0) >= 400) ?? {};
  throw new Undelivered(`it said: ${error?.reason ?? error?.type ?? 'no reason given'}`, {again, refused});
}

function answerIn(text: string): {readonly errors?: boolean; readonly items?: ReadonlyArray<Record<string, Item>>} {
  try {
    return JSON.parse(text) as {errors?: boolean; items?: Array<Record<string, Item>>};
  } catch (error) {
    throw new Undelivered('its answer is not that of a _bulk request', {cause: error});
  }
}
