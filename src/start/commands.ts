// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {CommandLoader} from './types.ts';

/** Every command by its id (`top:nodes` is `kdiag top nodes`), loaded when it is called. */
export const commands: Readonly<Record<string, CommandLoader>> = {
  capture: () => import('../commands/capture.ts'),
  doctor: () => import('../commands/doctor.ts'),
  replay: () => import('../commands/replay.ts'),
  'scrape:check': () => import('../commands/scrape/check.ts'),
  scrape: () => import('../commands/scrape/index.ts'),
};
