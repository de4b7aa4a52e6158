import type {Parcel, Sink, SinkType} from '../model/sink.ts';
import {http, httpOptions, httpUrl} from './_http.ts';
import {flat, messageOf} from './_parcel.ts';

const STREAM = ['kdiag', 'cluster', 'layer', 'node', 'namespace', 'pod', 'container', 'kind', 'type'];

/** VictoriaLogs' JSON line API: every field of a parcel is a field that can be asked for. */
export default {
  schemes: ['victorialogs', 'victorialogss'],
  title: 'VictoriaLogs',
  example: 'victorialogs://host:9428',
  takes: ['event', 'log', 'sample'],
  options: {...httpOptions, tenant: {shows: 'AccountID:ProjectID (0:0)'}},
  batch: 1000,
  open: async (address, options, surroundings): Promise<Sink> => {
    const secure = address.protocol === 'victorialogss:';
    const place = await http(httpUrl(address, {secure}), options, surroundings);
    const [account = '0', project = '0'] = (options['tenant'] ?? '0:0').split(':');
    const headers = {'content-type': 'application/stream+json', accountid: account, projectid: project};
    const path = `/insert/jsonline?_stream_fields=${STREAM.join(',')}&_time_field=_time&_msg_field=_msg`;
    return {
      send: async (parcels, signal) => {
        await place.ask({path, headers, body: parcels.map(lineOf).join('')}, signal);
      },
      close: () => place.close(),
    };
  },
} satisfies SinkType;

/** A line without a message is refused, and one field more names what it is. */
const lineOf = (parcel: Parcel): string =>
  `${JSON.stringify({_time: parcel.time, _msg: messageOf(parcel) || '-', kdiag: parcel.is, ...flat(parcel)})}\n`;
