// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {SinkType} from '../model/sink.ts';

/** Every kind of place that things can be sent to, loaded when an address names it. */
export const sinks: Readonly<Record<string, () => Promise<{readonly default: SinkType}>>> = {
  stdout: () => import('./stdout.ts'),
};
