import {Args, Flags} from '@oclif/core';
import {connectOptions} from '../../lib/cli/connect.ts';
import {exitCodes, exitTable} from '../../lib/cli/exit.ts';
import {connectionFlags, durationFlag, fromFlag, namespaceFlags} from '../../lib/cli/flags.ts';
import {listingFlags} from '../../lib/cli/listing-command.ts';
import {ScrapeCommand} from '../../lib/cli/scrape-command.ts';
import {requestOptions, targetFlags} from '../../lib/cli/scrape-flags.ts';
import {UserError} from '../../lib/model/failure.ts';
import {cardinalities} from '../../lib/queries/scrape/cardinality.ts';
import {check, type Checked, compared} from '../../lib/queries/scrape/check.ts';
import type {Page} from '../../lib/queries/scrape/parsed.ts';
import {open} from '../../lib/sources/open.ts';
import {wallClock} from '../../lib/sources/live/wall-clock.ts';
import type {Listing} from '../../lib/views/listing.ts';
import {tableOf} from '../../lib/views/table.ts';
import {cardinalityColumns, problemColumns} from '../../lib/views/scrape-check.ts';
import {bytes, count} from '../../lib/views/words.ts';
import {endpointFlag, TARGET_HELP} from './_flags.ts';
import {type Opened, readersOf} from './_readers.ts';

const FORMATS = {auto: undefined, openmetrics: 'openmetrics', text: 'text', protobuf: 'protobuf'} as const;

export default class ScrapeCheck extends ScrapeCommand {
  static override summary = 'Judge a page of metrics by the letter of its format';
  static override description = `Strict: what OpenMetrics 1.0 or the text format does not allow is an error with its line and column; what is allowed and still a mistake (names, units, types, HELP, duplicates, timestamps) is a warning.

EXIT CODES
${exitTable()}`;
  static override examples = [
    '<%= config.bin %> scrape check svc/web:8080 -n shop',
    'curl -s localhost:9100/metrics | <%= config.bin %> scrape check -',
    '<%= config.bin %> scrape check page.prom --format openmetrics -o json',
    '<%= config.bin %> scrape check pod/web-0 --cardinality',
  ];
  static override args = {target: Args.string({required: true, description: TARGET_HELP})};
  static override flags = {
    format: Flags.option({options: ['auto', 'openmetrics', 'text', 'protobuf'] as const})({
      default: 'auto',
      helpValue: 'FORMAT',
      description: 'judge it as this (openmetrics, text, protobuf); auto goes by what the server says',
    }),
    again: durationFlag({
      helpValue: '15s',
      description: 'look a second time after this: counters that fall, series that go',
    }),
    budget: durationFlag({
      helpValue: '10s',
      description: 'warn when a scrape takes longer than a tenth of this interval',
    }),
    cardinality: Flags.boolean({description: 'show series by metric and label instead of problems'}),
    columns: Flags.string({helpValue: 'LIST', description: 'columns to show, in this order'}),
    'sort-by': Flags.string({helpValue: 'LIST', description: 'columns to sort by'}),
    ...endpointFlag,
    ...listingFlags,
    ...namespaceFlags,
    ...fromFlag,
    ...targetFlags,
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(ScrapeCheck);
    const target = this.targetTyped(args.target);
    const wanted = await this.listingOutputs(flags.output);
    if (flags.again !== undefined && (target.is === 'file' || target.is === 'stdin'))
      throw new UserError(
        '--again needs a target that can be read twice',
        'Leave it out for files and standard input.',
      );
    let opened: Promise<Opened> | undefined;
    const readers = await readersOf(target, {
      formats: ['openmetrics', 'text'],
      endpoint: flags.endpoint,
      request: requestOptions(flags),
      signal: this.interrupt.signal,
      stdin: () => this.standardInput(),
      now: wallClock,
      cluster: () =>
        (opened ??= open(flags.from, connectOptions(flags, this.surroundings)).then(({source, namespace}) => ({
          source,
          namespace: flags.namespace ?? namespace,
        }))),
    });
    try {
      const [reader] = readers;
      if (reader === undefined) return;
      if (readers.length > 1) this.remark(`${readers.length} pods; ${reader.target} is judged.`);
      const page = await reader.read();
      const checked = check(page, FORMATS[flags.format]);
      const later =
        flags.again === undefined ? [] : compared(page, await this.#later(flags.again, () => reader.read()));
      const problems = [...checked.problems, ...slow(page, flags.budget), ...later];
      const head = summaryOf(page, checked);
      const shape = {columns: flags.columns, sortBy: flags['sort-by']};
      const listing = (wide: boolean): Listing =>
        flags.cardinality
          ? tableOf(
              {
                schema: 'kdiag.scrape-cardinality/v1',
                head,
                rows: cardinalities(checked.families),
                columns: cardinalityColumns,
              },
              {...shape, wide},
            )
          : tableOf({schema: 'kdiag.scrape-check/v1', head, rows: problems, columns: problemColumns}, {...shape, wide});
      if (problems.length > 0 || flags.cardinality || wanted.some(({format}) => format !== 'text'))
        await this.printListing(({wide}) => listing(wide), wanted, {headers: !flags['no-headers']});
      this.remark(sentence(page, checked, problems.filter(({is}) => is === 'warning').length));
      this.exitWith(checked.isValid ? exitCodes.clean.code : exitCodes.found.code);
    } finally {
      await (await opened?.catch(() => undefined))?.source.close();
    }
  }

  async #later(after: number, read: () => Promise<Page>): Promise<Page> {
    this.progress.say(`looking again in ${after / 1000} s`);
    await this.pause(after);
    return read();
  }
}

/** A target that needs more than this share of the interval to answer is near to missing it. */
const SHARE_AT_MOST = 0.1;

const slow = ({took}: Page, interval: number | undefined) =>
  interval === undefined || took <= interval * SHARE_AT_MOST
    ? []
    : [
        {
          is: 'warning',
          line: 0,
          column: 0,
          metric: undefined,
          rule: 'slow',
          message: `the scrape took ${Math.round(took)} ms of an interval of ${interval / 1000} s`,
        } as const,
      ];

const seriesOf = ({families}: Checked): number => families.reduce((sum, {samples}) => sum + samples.length, 0);

const summaryOf = ({target, contentType, body, took}: Page, checked: Checked) => ({
  target,
  format: checked.format,
  ...(contentType === undefined ? {} : {contentType}),
  valid: checked.isValid,
  metrics: checked.families.length,
  series: seriesOf(checked),
  bytes: body.length,
  milliseconds: Math.round(took),
});

const NAMES = {text: 'Prometheus text', openmetrics: 'OpenMetrics', protobuf: 'protobuf'};

function sentence({target, body, took}: Page, checked: Checked, warnings: number): string {
  const verdict = checked.isValid ? `valid ${NAMES[checked.format]}` : `not valid ${NAMES[checked.format]}`;
  const time = took === 0 ? '' : ` in ${Math.round(took)} ms`;
  return `${target} is ${verdict}: ${count(checked.families.length, 'metric')}, ${count(seriesOf(checked), 'sample')}, ${bytes(body.length)}${time}; ${count(warnings, 'warning')}.`;
}
