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
    const [command = 'doctor', ...args] = rest;
    const known = this.config.commandIDs.filter((id) => id !== 'replay' && id !== 'capture');
    if (!known.includes(command))
      throw new UserError(`"${command}" is no command that reads a bundle`, `Those that do: ${known.join(', ')}.`);
    await this.config.runCommand(command, [...args, '--from', bundle]);
  }
}
