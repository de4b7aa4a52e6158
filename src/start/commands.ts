// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {CommandLoader} from './types.ts';

/** Every command by its id (`top:nodes` is `kdiag top nodes`), loaded when it is called. */
export const commands: Readonly<Record<string, CommandLoader>> = {
  capture: () => import('../commands/capture.ts'),
  doctor: () => import('../commands/doctor.ts'),
  events: () => import('../commands/events/index.ts'),
  logs: () => import('../commands/logs.ts'),
  replay: () => import('../commands/replay.ts'),
  'scrape:check': () => import('../commands/scrape/check.ts'),
  scrape: () => import('../commands/scrape/index.ts'),
  'top:containers': () => import('../commands/top/containers.ts'),
  'top:hpa': () => import('../commands/top/hpa.ts'),
  'top:namespaces': () => import('../commands/top/namespaces.ts'),
  'top:nodes': () => import('../commands/top/nodes.ts'),
  'top:pods': () => import('../commands/top/pods.ts'),
  'top:volumes': () => import('../commands/top/volumes.ts'),
  'top:workloads': () => import('../commands/top/workloads.ts'),
  tui: () => import('../commands/tui.ts'),
};
