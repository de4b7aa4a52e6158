import {commands} from './commands.ts';
import {keepHeapSmall} from './heap.ts';
import type {Start} from './types.ts';

/** Begins: the two ways to start that must be quick go straight to their goal, all others through oclif. */
export async function main(start: Start): Promise<void> {
  const [first = '', second = ''] = start.argv;
  if (first === '--version') {
    process.stdout.write(`${userAgent(start)}\n`);
    return;
  }
  keepHeapSmall();
  const id = asksForHelp(start.argv)
    ? undefined
    : [[first, second].join(':'), first].find((id) => Object.hasOwn(commands, id));
  const load = id === undefined ? undefined : commands[id];
  if (id === undefined || load === undefined) {
    const {throughOclif} = await import('./through-oclif.ts');
    await throughOclif(start, commands);
  } else {
    const {direct} = await import('./direct.ts');
    await direct(start, commands, id, load);
  }
}

/** The same words as oclif's own `--version`. */
const userAgent = ({pjson}: Start): string =>
  `${pjson.name}/${pjson.version} ${process.platform}-${process.arch} node-${process.version}`;

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).some((word) => word === '--help');
}

/** What the `oclif` section of package.json points oclif's tools at: every command's class by its id. */
export const classes = async (): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    await Promise.all(Object.entries(commands).map(async ([id, load]) => [id, (await load()).default] as const)),
  );
