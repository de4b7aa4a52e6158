import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.ts';
import {connectOptions} from '../lib/cli/connect.ts';
import {connectionFlags, durationFlag, fromFlag, namespaceFlags} from '../lib/cli/flags.ts';
import {FullScreen} from '../lib/cli/terminal.ts';
import {SECOND} from '../lib/model/time.ts';
import {rules} from '../lib/rules/index.ts';
import {open} from '../lib/sources/open.ts';
import {palette, themes} from '../lib/tui/theme.ts';

export default class Tui extends BaseCommand {
  static override summary = 'The incident room: from what is wrong to the line that proves it';
  static override description = `A screen with the pulse of the cluster and its incidents; each opens into its cause tree, its evidence, and one time axis on which kernel, runtime, component and application log lines, events and changes of everything involved stand in order. Live, or on a recorded bundle (--from). Changes nothing: what would is shown as a command to copy. ? shows the keys.`;
  static override examples = [
    '<%= config.bin %> tui',
    '<%= config.bin %> tui -n shop --refresh 5s',
    '<%= config.bin %> tui --from incident.tar.zst',
  ];
  static override flags = {
    ...namespaceFlags,
    ...fromFlag,
    refresh: durationFlag({
      char: 'r',
      helpValue: '10s',
      default: 10 * SECOND,
      description: 'pause between two looks at the cluster; a big one is looked at more rarely',
    }),
    theme: Flags.option({options: ['auto', ...themes] as const})({
      default: 'auto',
      helpValue: 'NAME',
      description: `auto, ${themes.join(', ')}`,
    }),
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(Tui);
    const screen = new FullScreen();
    const [{source, namespace, recorded}, {run}] = await Promise.all([
      open(flags.from, connectOptions(flags, this.surroundings)),
      import('../lib/tui/app.ts'),
    ]);
    const theme = flags.theme === 'auto' ? (screen.isLight ? 'light' : 'dark') : flags.theme;
    const colours = palette(theme, screen.depth);
    const terminal = {
      stdin: screen.stdin,
      stdout: screen.stdout,
      palette: colours,
      size: () => screen.size(),
      enter: () => {
        screen.enter();
      },
      leave: () => {
        screen.leave();
      },
      suspend: () => screen.suspend(),
    };
    const code = await run(
      source,
      terminal,
      {rules, command: this.calledAs},
      {
        rules,
        namespace: flags['all-namespaces'] ? undefined : (flags.namespace ?? recorded),
        fallbackNamespace: flags.namespace ?? namespace,
        refresh: flags.refresh,
        signal: this.interrupt.signal,
      },
    );
    await source.close();
    this.exitWith(code);
  }
}
