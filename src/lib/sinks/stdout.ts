import type {SinkType} from '../model/sink.ts';
import {lineOf} from './_parcel.ts';

/** One JSON object a line on standard output: for pipes, and to see what another sink would get. */
export default {
  schemes: ['stdout'],
  title: 'standard output, as NDJSON',
  example: 'stdout:',
  takes: ['event', 'log', 'sample'],
  options: {},
  batch: 1000,
  open: (_address, _options, {write}) =>
    Promise.resolve({
      send: (parcels) => {
        write(parcels.map((one) => `${lineOf(one)}\n`).join(''));
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    }),
} satisfies SinkType;
