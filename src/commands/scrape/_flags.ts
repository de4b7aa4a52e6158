import {Flags} from '@oclif/core';
import type {ExpositionFormat} from '../../lib/model/exposition.ts';
import {nodeEndpoints} from '../../lib/parse/scrape-target.ts';

export const TARGET_HELP =
  'pod/x, svc/y:port, deploy/z (all its pods), node/n, component/apiserver, a URL, a file, or -';

export const endpointFlag = {
  endpoint: Flags.option({options: nodeEndpoints})({
    default: 'metrics',
    helpValue: 'NAME',
    description: `page of a node (${nodeEndpoints.join(', ')})`,
  }),
};

/** What to ask for in which order, by what is wanted first. */
export const PREFERENCES: Readonly<Record<ExpositionFormat, readonly ExpositionFormat[]>> = {
  openmetrics: ['openmetrics', 'text'],
  text: ['text'],
  protobuf: ['protobuf', 'openmetrics', 'text'],
};
