import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Command, execute} from '@oclif/core';
import {similar} from '../lib/parse/similar.ts';
import {configOf} from './config.ts';
import type {CommandLoader, Start} from './types.ts';

const USAGE = 2;

/** Help, topics, commands with parts (`top nodes`), and what nobody understands. */
export async function throughOclif(start: Start, commands: Readonly<Record<string, CommandLoader>>): Promise<void> {
  const config = await configOf(start, commands, described(start.root));
  const [first] = start.argv;
  const isWord = first !== undefined && !first.startsWith('-') && first !== 'help';
  if (isWord && !config.commandIDs.some((id) => id.split(':')[0] === first)) {
    unknown(start, first, config.commandIDs);
    return;
  }
  const [, ...rest] = start.argv;
  const args = first === 'help' ? [...rest, '--help'] : [...start.argv];
  await execute({args, loadOptions: config});
}

/** What help says about each command without loading it. */
function described(root: string): Record<string, Command.Cached> {
  const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, Command.Cached>;
  };
  return manifest.commands;
}

function unknown({bin}: Start, word: string, ids: readonly string[]): void {
  const near = similar(word, ids);
  const hint = near === undefined ? `${bin} --help lists what there is.` : `Did you mean: ${bin} ${near}?`;
  process.stderr.write(`error: there is no command ${JSON.stringify(word)}\n       ${hint}\n`);
  process.exitCode = USAGE;
}
