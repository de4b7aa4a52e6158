import {Args, Flags} from '@oclif/core';
import {connectOptions} from '../../lib/cli/connect.ts';
import {connectionFlags, fromFlag, namespaceFlags} from '../../lib/cli/flags.ts';
import {ListingCommand, listingFlags} from '../../lib/cli/listing-command.ts';
import {UserError} from '../../lib/model/failure.ts';
import {Unavailable} from '../../lib/model/source.ts';
import {autoscalers} from '../../lib/queries/top/hpa.ts';
import {open} from '../../lib/sources/open.ts';
import {chosenColumns, sorted, sortKeys} from '../../lib/views/columns.ts';
import {hpaColumns, hpaListing, hpaRows} from '../../lib/views/top/hpa.ts';

export default class TopHpa extends ListingCommand {
  static override aliases = ['top:hpas'];
  static override summary = 'What autoscalers go by, what they want, and what keeps figures from them';
  static override description =
    'One row per metric. WANTS is reckoned as the controller does: tolerance, pods that are not ready, bounds. OUTLOOK says what comes if the figures stay, or names the first broken hop from the autoscaler over target, APIService and adapter to the series.';
  static override examples = [
    '<%= config.bin %> top hpa -A',
    '<%= config.bin %> top hpa web -n shop -o wide',
    '<%= config.bin %> top hpa -A --sort-by -wants -o json',
  ];
  static override args = {name: Args.string({description: 'only this autoscaler'})};
  static override flags = {
    ...namespaceFlags,
    selector: Flags.string({char: 'l', helpValue: 'LABELS', description: 'only those with these labels'}),
    'sort-by': Flags.string({helpValue: 'COLUMNS', description: 'order by these columns, - for descending'}),
    columns: Flags.string({helpValue: 'COLUMNS', description: 'show these columns'}),
    ...listingFlags,
    ...fromFlag,
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(TopHpa);
    const wanted = await this.listingOutputs(flags.output);
    const isAll = flags['all-namespaces'];
    const columns = hpaColumns(isAll);
    const keys = sortKeys(columns, flags['sort-by']);
    const chosen = wanted.map((output) => chosenColumns(columns, {columns: flags.columns, wide: output.wide}));
    const {source, namespace, recorded} = await open(flags.from, connectOptions(flags, this.surroundings));
    const asked = isAll ? undefined : (flags.namespace ?? (flags.from === undefined ? namespace : recorded));
    const names = args.name === undefined ? [] : [args.name];
    const {answers, gaps} = await autoscalers(
      source,
      {namespace: asked, labels: flags.selector, names},
      this.interrupt.signal,
    ).catch((error: unknown) => {
      throw error instanceof Unavailable
        ? new UserError(`autoscalers could not be read: ${error.gap.why}`, error.gap.hint, {exit: 3, cause: error})
        : error;
    });
    await source.close();
    for (const {what, why} of gaps) this.remark(`not seen: ${what} (${why})`);
    if (answers.length === 0) {
      this.#nothing(args.name, asked);
      return;
    }
    const now = source.now();
    const rows = sorted(hpaRows(answers, now), keys);
    const head = {origin: source.origin, takenAt: now.toISOString()};
    await this.printListing(
      (output) => hpaListing(rows, chosen[wanted.indexOf(output)] ?? columns, head, gaps),
      wanted,
      {
        headers: !flags['no-headers'],
      },
    );
  }

  /** In kubectl's words. */
  #nothing(name: string | undefined, namespace: string | undefined): void {
    if (name === undefined) {
      this.remark(namespace === undefined ? 'No resources found' : `No resources found in ${namespace} namespace.`);
      return;
    }
    this.remark(`error: horizontalpodautoscalers.autoscaling "${name}" not found`);
    this.exitWith(1);
  }
}
