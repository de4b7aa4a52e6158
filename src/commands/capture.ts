import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.ts';
import {connectOptions} from '../lib/cli/connect.ts';
import {connectionFlags, durationFlag, namespaceFlags, sizeFlag} from '../lib/cli/flags.ts';
import type {BundleSummary} from '../lib/model/bundle.ts';
import {capture} from '../lib/queries/capture.ts';
import {gather} from '../lib/queries/gather.ts';
import {rules} from '../lib/rules/index.ts';
import {createBundle} from '../lib/sources/bundle/write.ts';
import {open} from '../lib/sources/open.ts';
import {bytes, count} from '../lib/views/words.ts';

export default class Capture extends BaseCommand {
  static override summary = 'Write what doctor sees into one redacted file';
  static override description = `Objects, events, logs of troubled containers (current and previous), node logs, kubelet pages and metrics, as a bundle that every command reads with --from. Secrets are never in it; tokens, passwords, keys and env values are replaced by tokens that keep what belongs together. What was refused is noted as a gap.`;
  static override examples = [
    '<%= config.bin %> capture -o incident.tar.zst',
    '<%= config.bin %> capture -o incident.tar.zst -n shop --duration 2m',
  ];
  static override flags = {
    ...namespaceFlags,
    output: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'FILE',
      description: 'bundle to write: .tar.zst, .tar.gz, .tar, or a directory',
    }),
    duration: durationFlag({helpValue: '2m', description: 'go on sampling events and usage for so long'}),
    'node-log-size': sizeFlag({helpValue: '1Mi', description: 'how much of the end of each node log to keep'}),
    force: Flags.boolean({description: 'replace a bundle that stands there already'}),
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(Capture);
    const {source, namespace: fallbackNamespace} = await open(undefined, connectOptions(flags, this.surroundings));
    const writer = await createBundle(flags.output, {
      tool: {name: 'kdiag', version: this.config.version},
      force: flags.force,
      nodeLogBytes: flags['node-log-size'],
    });
    this.interrupt.onInterrupt(() => {
      writer.discard();
    });
    const namespace = flags['all-namespaces'] ? undefined : flags.namespace;
    const {signal} = this.interrupt;
    const onProgress = (doing: string): void => {
      this.progress.say(doing);
    };
    const options = {namespace, durationMs: flags.duration, signal, onProgress};
    const summary = await capture(
      source,
      {
        ...options,
        gather: async (from) =>
          gather(from, {rules, namespace, fallbackNamespace: namespace ?? fallbackNamespace, signal, onProgress}),
      },
      writer,
    );
    await source.close();
    this.#tell(summary);
  }

  #tell({path, bytes: size, files, redactions, gaps: all}: BundleSummary): void {
    // What the cluster simply does not have is noted in the bundle, but is no loss.
    const gaps = all.filter(({why}) => why !== 'not installed');
    this.write(
      `${path}  ${bytes(size)}, ${count(files, 'file')}, ${count(redactions, 'value')} redacted${gaps.length === 0 ? '' : `, ${count(gaps.length, 'gap')}`}`,
    );
    for (const {what, why} of gaps) this.remark(`not captured: ${what} (${why})`);
    this.remark(`Next: ${this.calledAs} doctor --from ${path}`);
  }
}
