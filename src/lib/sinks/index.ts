// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {SinkType} from '../model/sink.ts';

/** Every kind of place that things can be sent to, loaded when an address names it. */
export const sinks: Readonly<Record<string, () => Promise<{readonly default: SinkType}>>> = {
  elasticsearch: () => import('./elasticsearch.ts'),
  file: () => import('./file.ts'),
  kafka: () => import('./kafka.ts'),
  loki: () => import('./loki.ts'),
  stdout: () => import('./stdout.ts'),
  syslog: () => import('./syslog.ts'),
  victorialogs: () => import('./victorialogs.ts'),
  webhook: () => import('./webhook.ts'),
};
