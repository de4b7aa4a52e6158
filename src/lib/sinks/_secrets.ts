import {readFile} from 'node:fs/promises';
import {UserError} from '../model/failure.ts';
import type {SinkSurroundings} from '../model/sink.ts';
import type {Destination} from './_address.ts';

/**
 * Options whose value is `env:NAME` or `file:PATH` get it from there, so that a secret need not stand on a command line
 * or in a routes file. Files lose the line break at their end.
 */
export async function resolved(
  {options, name}: Destination,
  {env}: SinkSurroundings,
): Promise<Readonly<Record<string, string>>> {
  const pairs = Object.entries(options).map(async ([key, value]) => [
    key,
    await valueOf(value, `${name}'s ${key}`, env),
  ]);
  return Object.fromEntries(await Promise.all(pairs)) as Record<string, string>;
}

async function valueOf(value: string, what: string, env: SinkSurroundings['env']): Promise<string> {
  const [, from, name = ''] = /^(env|file):(.+)$/.exec(value) ?? [];
  if (from === 'env') {
    const found = env[name];
    if (found === undefined) throw new UserError(`${what} is to come from $${name}, which is not set`, 'Set it.');
    return found;
  }
  if (from === 'file')
    return readFile(name, 'utf8').then(
      (text) => text.replace(/\r?\n$/, ''),
      (error: unknown) => {
        const why = (error as NodeJS.ErrnoException).code ?? 'no reason given';
        throw new UserError(`${what} is to come from ${name}, which cannot be read (${why})`, 'Correct the path.');
      },
    );
  return value;
}
