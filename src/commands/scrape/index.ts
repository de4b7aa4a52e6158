import {Args, Flags} from '@oclif/core';
import {connectOptions} from '../../lib/cli/connect.ts';
import {connectionFlags, durationFlag, fromFlag, namespaceFlags} from '../../lib/cli/flags.ts';
import {listingFlags, type ListingOutput} from '../../lib/cli/listing-command.ts';
import {ScrapeCommand} from '../../lib/cli/scrape-command.ts';
import {requestOptions, targetFlags} from '../../lib/cli/scrape-flags.ts';
import {every, Screen} from '../../lib/cli/watch.ts';
import {UserError} from '../../lib/model/failure.ts';
import type {Scraped} from '../../lib/model/scrape.ts';
import {type Gap, Unavailable} from '../../lib/model/source.ts';
import {listingFormats} from '../../lib/formats/listing/index.ts';
import {differences, History} from '../../lib/queries/scrape/history.ts';
import {inTurns} from '../../lib/queries/scrape/in-turns.ts';
import {parsed} from '../../lib/queries/scrape/parsed.ts';
import {rowsOf, type SeriesRow} from '../../lib/queries/scrape/series.ts';
import {wallClock} from '../../lib/sources/live/wall-clock.ts';
import {open} from '../../lib/sources/open.ts';
import {differenceColumns, scrapeColumns, scrapeRecord, watchColumns} from '../../lib/views/scrape.ts';
import {tableOf} from '../../lib/views/table.ts';
import {bytes, count} from '../../lib/views/words.ts';
import {endpointFlag, PREFERENCES, TARGET_HELP} from './_flags.ts';
import {type Opened, type Reader, readersOf} from './_readers.ts';

const AT_ONCE = 16;

export default class Scrape extends ScrapeCommand {
  static override summary = 'Read the metrics of anything that has some';
  static override description =
    'Reads a page in the best format its server has (OpenMetrics, text, protobuf with --prefer) and puts histograms and summaries together. Pods, services, nodes and the API server are reached through the API server, so that no port has to be open.';
  static override examples = [
    '<%= config.bin %> scrape pod/web-0 -n shop',
    '<%= config.bin %> scrape svc/web:8080 --select "http_*" --watch',
    '<%= config.bin %> scrape deploy/web --select http_request_duration_seconds --quantile 0.5,0.99',
    '<%= config.bin %> scrape node/node-1 --endpoint cadvisor --select container_memory_working_set_bytes',
    '<%= config.bin %> scrape http://10.0.0.7:9100/metrics --diff yesterday.prom',
  ];
  static override args = {target: Args.string({required: true, description: TARGET_HELP})};
  static override flags = {
    select: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'SELECTOR',
      description: "only these: up, container_*, '/_total$/', 'http_requests_total{code=~\"5..\"}'; may be repeated",
    }),
    quantile: Flags.string({helpValue: 'LIST', default: '0.5,0.9,0.99', description: 'quantiles of histograms'}),
    watch: Flags.boolean({char: 'w', description: 'read again and again, with rates and trends'}),
    interval: durationFlag({helpValue: '5s', default: 5000, description: 'time between two looks of --watch'}),
    diff: Flags.string({
      helpValue: 'TARGET',
      description: 'show what differs from this page (a file, a URL, another pod)',
    }),
    prefer: Flags.option({options: ['openmetrics', 'text', 'protobuf'] as const})({
      default: 'openmetrics',
      helpValue: 'FORMAT',
      description: 'format to ask for first (openmetrics, text, protobuf)',
    }),
    raw: Flags.boolean({description: 'print the page as it comes'}),
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
    const {args, flags} = await this.parse(Scrape);
    const target = this.targetTyped(args.target);
    const other = flags.diff === undefined ? undefined : this.targetTyped(flags.diff);
    const wanted = await this.listingOutputs(flags.output);
    const shares = sharesIn(flags.quantile);
    const matches = this.selection(flags.select ?? []);
    let opened: Promise<Opened> | undefined;
    const options = {
      formats: PREFERENCES[flags.prefer],
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
    };
    try {
      const readers = await readersOf(target, options);
      if (flags.raw) {
        for (const reader of readers) this.write(Buffer.from((await reader.read()).body).toString());
        return;
      }
      const look = async () => {
        const {pages, gaps} = await this.#look(readers);
        const rows = pages
          .flatMap((page) => rowsOf(page, shares))
          .filter(({metric, labels}) => matches?.(metric, labels) ?? true);
        return {pages, gaps, rows};
      };
      const shape = {
        columns: flags.columns,
        sortBy: flags['sort-by'],
        headers: !flags['no-headers'],
        several: readers.length > 1,
      };
      if (flags.watch) {
        await this.#watch(look, flags.interval, wanted, shape);
        return;
      }
      const {pages, gaps, rows} = await look();
      if (other !== undefined) {
        const before = (await this.#look(await readersOf(other, options))).pages.flatMap((page) =>
          rowsOf(page, shares),
        );
        const differing = differences(
          before.filter(({metric, labels}) => matches?.(metric, labels) ?? true),
          rows,
        );
        await this.printListing(
          ({wide}) =>
            tableOf(
              {
                schema: 'kdiag.scrape-diff/v1',
                head: headOf(pages),
                rows: differing,
                columns: differenceColumns,
                gaps,
                record: ({row, is, before: was, after}) => ({...scrapeRecord(row), is, before: was, after}),
              },
              {...shape, wide},
            ),
          wanted,
          shape,
        );
        return;
      }
      await this.printListing(
        ({wide}) =>
          tableOf(
            {
              schema: 'kdiag.scrape/v1',
              head: headOf(pages),
              rows,
              columns: scrapeColumns(shape.several),
              gaps,
              record: scrapeRecord,
            },
            {...shape, wide},
          ),
        wanted,
        shape,
      );
      for (const page of pages) this.remark(spoken(page));
      if (rows.length === 0 && matches !== undefined) this.remark('Nothing on the page is selected.');
    } finally {
      await (await opened?.catch(() => undefined))?.source.close();
    }
  }

  /** All pages, a bounded number at once. One that cannot be read is the answer where it is the only one. */
  async #look(
    readers: readonly Reader[],
  ): Promise<{readonly pages: readonly Scraped[]; readonly gaps: readonly Gap[]}> {
    const pages: Scraped[] = [];
    const gaps: Gap[] = [];
    await inTurns(readers, AT_ONCE, async (reader) => {
      try {
        pages.push(parsed(await reader.read()));
      } catch (error) {
        if (!(error instanceof Unavailable) || readers.length === 1) throw error;
        gaps.push({...error.gap, what: reader.target});
      }
    });
    for (const {what, why, hint} of gaps) this.remark(`${what}: ${why}${hint === undefined ? '' : ` (${hint})`}`);
    if (pages.length === 0 && gaps.length > 0)
      throw new UserError('none of the pages could be read', undefined, {exit: 3});
    return {pages: pages.toSorted((a, b) => (a.target < b.target ? -1 : 1)), gaps};
  }

  async #watch(
    look: () => Promise<{
      readonly pages: readonly Scraped[];
      readonly gaps: readonly Gap[];
      readonly rows: readonly SeriesRow[];
    }>,
    interval: number,
    wanted: readonly ListingOutput[],
    shape: Shape,
  ): Promise<void> {
    const history = new History();
    const screen = new Screen(this.terminal);
    try {
      for await (const {pages, gaps, rows} of every(interval, look, this.interrupt.signal)) {
        const moving = history.take(rows, pages[0]?.at ?? 0);
        for (const {format: name, wide, argument} of wanted) {
          const format = (await listingFormats[name]?.())?.default;
          const shown = tableOf(
            {
              schema: 'kdiag.scrape/v1',
              head: headOf(pages),
              rows: moving,
              columns: watchColumns(shape.several),
              gaps,
              record: (row) => ({...scrapeRecord(row), rate: row.rate, change: row.change}),
            },
            {...shape, wide},
          );
          screen.paint(format?.render(shown, {colour: this.hasColour, headers: shape.headers, argument}) ?? '');
        }
      }
    } finally {
      screen.end();
    }
  }
}

interface Shape {
  readonly columns: string | undefined;
  readonly sortBy: string | undefined;
  readonly headers: boolean;
  readonly several: boolean;
}

const headOf = (pages: readonly Scraped[]) => ({
  pages: pages.map(({target, format, contentType, at, took, body}) => ({
    target,
    format,
    contentType,
    takenAt: new Date(at).toISOString(),
    milliseconds: Math.round(took),
    bytes: body.length,
  })),
});

const spoken = ({target, format, contentType, families, body, took}: Scraped): string =>
  `${target}: ${contentType ?? `${format}, guessed`}; ${count(families.length, 'metric')}, ${bytes(body.length)}${took === 0 ? '' : ` in ${Math.round(took)} ms`}`;

function sharesIn(typed: string): readonly number[] {
  const shares = typed.split(',').map((one) => (one.trim() === '' ? NaN : Number(one)));
  if (shares.some((share) => !(share >= 0 && share <= 1)))
    throw new UserError(`--quantile ${typed} is no list of quantiles`, 'Write them between 0 and 1, like 0.5,0.99.');
  return shares;
}
