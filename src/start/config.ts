import {type Command, Config, type Interfaces} from '@oclif/core';
import type {CommandClass, CommandLoader, Start} from './types.ts';

type Described = Partial<Command.Cached>;

/**
 * oclif's configuration from what is known at build time, so that no folder, manifest or package.json is searched for.
 * `described` is what the manifest says about the commands; running one needs none of it.
 */
export async function configOf(
  {bin, root, pjson}: Start,
  commands: Readonly<Record<string, CommandLoader>>,
  described: Readonly<Record<string, Described>> = {},
): Promise<Config> {
  const called = {...pjson, oclif: {...pjson.oclif, bin}};
  const loadable = Object.entries(commands).map(([id, load]) => ({
    aliases: [],
    args: {},
    flags: {},
    hidden: false,
    hiddenAliases: [],
    pluginName: pjson.name,
    pluginType: 'core',
    ...described[id],
    id,
    load: async () => identified((await load()).default, id),
  }));
  const plugin = {
    name: pjson.name,
    alias: pjson.name,
    version: pjson.version,
    type: 'core',
    root,
    pjson: called,
    isRoot: true,
    valid: true,
    hasManifest: true,
    moduleType: 'commonjs',
    commandIDs: Object.keys(commands),
    commands: loadable,
    topics: [],
    hooks: {},
    options: {root},
  };
  // oclif types a plugin as the class that reads it from disk; it only ever looks at these fields.
  const plugins = new Map([[pjson.name, plugin as unknown as Interfaces.Plugin]]);
  // The package behind oclif's own logger is worth bringing in only for those who ask for it with DEBUG.
  const logger = process.env['DEBUG'] === undefined ? {logger: silent} : {};
  return Config.load({root, pjson: called, plugins, ...logger});
}

const nothing = (): void => undefined;

const silent: Interfaces.Logger = {
  child: () => silent,
  debug: nothing,
  error: nothing,
  info: nothing,
  namespace: 'kdiag',
  trace: nothing,
  warn: nothing,
};

/** oclif sets a command's id when it finds the file; here nobody searches. */
export function identified(command: CommandClass, id: string): CommandClass {
  command.id = id;
  return command;
}
