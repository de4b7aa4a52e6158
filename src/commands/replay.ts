import {Args} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.ts';
import {UserError} from '../lib/model/failure.ts';

export default class Replay extends BaseCommand {
  static override summary = 'Run any command on a recorded bundle';
  static override description =
    'kdiag replay incident.tar.zst -- doctor -n shop is kdiag doctor -n shop --from incident.tar.zst. Without a command it is doctor.';
  static override examples = [
    '<%= config.bin %> replay incident.tar.zst',
    '<%= config.bin %> replay incident.tar.zst -- doctor -n shop --explain',
  ];
  static override args = {
    bundle: Args.string({
      required: true,
      description: 'bundle written by capture: a directory, .tar.zst, .tar.gz or .tar',
    }),
  };
  static override strict = false;

  async run(): Promise<void> {
    const [bundle = '', ...rest] = this.argv.filter((word) => word !== '--');
    if (bundle === '' || bundle.startsWith('-'))
      throw new UserError('replay needs a bundle', `Write it like ${this.calledAs} replay incident.tar.zst -- doctor.`);
    const {id, args} = this.#meant(rest.length === 0 ? ['doctor'] : rest);
    await this.config.runCommand(id, [...args, '--from', bundle]);
  }

  /** The command of the first words, `top nodes` rather than `top`, and what is left for it. */
  #meant(words: readonly string[]): {readonly id: string; readonly args: readonly string[]} {
    const known = this.config.commandIDs.filter((id) => id !== 'replay' && id !== 'capture');
    const word = words.findIndex((one) => one.startsWith('-'));
    const leading = word === -1 ? words : words.slice(0, word);
    for (let count = leading.length; count > 0; count--) {
      const id = leading.slice(0, count).join(':');
      if (known.includes(id)) return {id, args: words.slice(count)};
    }
    throw new UserError(
      `"${words[0] ?? ''}" is no command that reads a bundle`,
      `Those that do: ${known.map((id) => id.replaceAll(':', ' ')).join(', ')}.`,
    );
  }
}
