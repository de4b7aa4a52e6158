import type {Command, Config, Interfaces} from '@oclif/core';

/** A command that can be made: oclif's own `Command.Class` leaves open that it is abstract. */
export type CommandClass = {id: string} & (new (argv: string[], config: Config) => Command);

/** Brings a command's file in, when it is called and not before. */
export type CommandLoader = () => Promise<{readonly default: CommandClass}>;

/** How kdiag was started. */
export interface Start {
  /** What was typed after the program's name. */
  readonly argv: readonly string[];
  /** What usage texts call the program: `kdiag`, or `kubectl diag`. */
  readonly bin: string;
  /** Folder of package.json. */
  readonly root: string;
  readonly pjson: Interfaces.PJSON;
}
