import {commands} from './commands.ts';
import {keepHeapSmall} from './heap.ts';
import type {Start} from './types.ts';

/** Begins: the two ways to start that must be quick go straight to their goal, all others through oclif. */
export async function main(start: Start): Promise<void> {
  if (start.argv[0] === '--version') {
    process.stdout.write(`${userAgent(start)}\n`);
    return;
  }
  keepHeapSmall();
  const id = commandIn(start.argv);
  const load = id === undefined || asksForHelp(start.argv) ? undefined : commands[id];
  if (id === undefined || load === undefined) {
    const {throughOclif} = await import('./through-oclif.ts');
    await throughOclif(start, commands);
  } else {
    const {direct} = await import('./direct.ts');
    await direct(start, commands, id, load);
  }
}

/** `scrape:check` of `scrape check -`; `scrape` of `scrape svc/web`, where the second word is an argument. */
function commandIn([first = '', second = '']: readonly string[]): string | undefined {
  const both = `${first}:${second}`;
  if (Object.hasOwn(commands, both)) return both;
  return Object.hasOwn(commands, first) ? first : undefined;
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
