import {fileURLToPath} from 'node:url';

/** Where package.json lies. Plain JavaScript for Node 20: used before anything is installed. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');
