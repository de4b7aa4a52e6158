import type {Parcel, Sink, SinkType} from '../model/sink.ts';
import {http, httpOptions, httpUrl} from './_http.ts';
import {flat, lineOf, messageOf, nanoseconds} from './_parcel.ts';

/**
 * Grafana Loki's push API. Labels are what has few values (each combination is a stream of its own); an event's line is
 * the whole of it as JSON, a log's line is its message with the rest as structured metadata.
 */
export default {
  schemes: ['loki', 'lokis'],
  title: 'Grafana Loki',
  example: 'loki://host:3100?labels=env=prod',
  takes: ['event', 'log'],
  options: {
    ...httpOptions,
    tenant: {shows: 'X-Scope-OrgID of a Loki with tenants'},
    labels: {shows: 'more labels of every stream, like env=prod,team=shop'},
  },
  batch: 1000,
  open: async (address, options, surroundings): Promise<Sink> => {
    const place = await http(httpUrl(address, {secure: address.protocol === 'lokis:'}), options, surroundings);
    const {tenant} = options;
    const headers = {'content-type': 'application/json', ...(tenant === undefined ? {} : {'x-scope-orgid': tenant})};
    const more = Object.fromEntries((options['labels'] ?? '').split(',').flatMap(pair));
    return {
      send: async (parcels, signal) => {
        const body = JSON.stringify({streams: streams(parcels, more)});
        await place.ask({path: '/loki/api/v1/push', headers, body}, signal);
      },
      close: () => place.close(),
    };
  },
} satisfies SinkType;

const LABELS: Readonly<Record<Parcel['is'], readonly string[]>> = {
  event: ['cluster', 'namespace', 'kind', 'type'],
  log: ['layer', 'node', 'namespace', 'pod', 'container'],
  sample: [],
};

type Value = readonly [nanoseconds: string, line: string, metadata?: Readonly<Record<string, string>>];

function streams(parcels: readonly Parcel[], more: Readonly<Record<string, string>>): readonly object[] {
  const byLabels = new Map<string, {stream: object; values: Value[]}>();
  for (const parcel of parcels) {
    const all = Object.entries(flat(parcel)).map(([name, value]) => [name, String(value)] as const);
    const isLabel = ([name]: readonly [string, string]): boolean => LABELS[parcel.is].includes(name);
    const stream = {job: 'kdiag', kdiag: parcel.is, ...Object.fromEntries(all.filter(isLabel)), ...more};
    const key = JSON.stringify(stream);
    const entry = byLabels.get(key) ?? {stream, values: []};
    entry.values.push(valueOf(parcel, Object.fromEntries(all.filter((one) => !isLabel(one)).map(metadata))));
    byLabels.set(key, entry);
  }
  return [...byLabels.values()];
}

const valueOf = (parcel: Parcel, rest: Readonly<Record<string, string>>): Value =>
  parcel.is === 'log'
    ? [nanoseconds(parcel.time), messageOf(parcel), rest]
    : [nanoseconds(parcel.time), lineOf(parcel)];

/** Names as Prometheus' labels are. */
const metadata = ([name, value]: readonly [string, string]): [string, string] => [name.replaceAll(/\W/g, '_'), value];

function pair(text: string): Array<[string, string]> {
  const [name = '', ...value] = text.split('=');
  return name === '' ? [] : [[name.trim(), value.join('=').trim()]];
}
