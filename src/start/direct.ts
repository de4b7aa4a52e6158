import {handle} from '@oclif/core';
import {configOf, identified} from './config.ts';
import type {CommandLoader, Start} from './types.ts';

/** Runs a command that was named, without oclif's search for it. Prints what `throughOclif` would print. */
export async function direct(
  start: Start,
  commands: Readonly<Record<string, CommandLoader>>,
  id: string,
  load: CommandLoader,
): Promise<void> {
  try {
    const [config, {default: command}] = await Promise.all([configOf(start, commands), load()]);
    const instance = new (identified(command, id))(start.argv.slice(id.split(':').length), config);
    // `_run` is protected, but the public `Command.run` would load the configuration a second time.
    await (instance as unknown as {_run(): Promise<unknown>})._run();
  } catch (error) {
    await handle(error instanceof Error ? error : new Error(String(error)));
  }
}
