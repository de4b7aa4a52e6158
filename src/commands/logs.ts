import {Flags, type Interfaces} from '@oclif/core';
import {fileInput, standardInput} from '../lib/cli/input.ts';
import {clockIn, countNames, filterFlags, showFlags} from '../lib/cli/log-flags.ts';
import {LogCommand} from '../lib/cli/log-command.ts';
import {chosen, type Consumer, type Table} from '../lib/cli/log-output.ts';
import {entryFormats} from '../lib/formats/entries/index.ts';
import {listingFormats} from '../lib/formats/listing/index.ts';
import type {LogRecord} from '../lib/model/entry.ts';
import {UserError} from '../lib/model/failure.ts';
import {MINUTE} from '../lib/model/time.ts';
import {filter, type Wanted} from '../lib/queries/logs/filter.ts';
import {describer, valueOf} from '../lib/queries/logs/record.ts';
import {clusters, counter, summary} from '../lib/queries/logs/tally.ts';
import {entriesIn} from '../lib/queries/logs/text.ts';
import {countListing, patternListing, summaryListing} from '../lib/views/log-lists.ts';
import {wallClock} from '../lib/sources/live/wall-clock.ts';
import type {EntryLook} from '../lib/views/entry.ts';

export default class Logs extends LogCommand {
  static override summary = 'Log lines of any program: read, joined, recognised, filtered, counted';
  static override description = `Reads log lines of any format, joins what was written at once, and names what it recognises: kernel, container
runtime, control plane, proxies, databases and programs.`;
  static override examples = [
    'journalctl -b | <%= config.bin %> logs --stdin --summary',
    '<%= config.bin %> logs --file kern.log -o ndjson --where "severity>=medium"',
  ];
  static override flags = {
    stdin: Flags.boolean({description: 'read lines from standard input', exclusive: ['file']}),
    file: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      description: 'read lines from a file; may be repeated',
    }),
    ...filterFlags,
    ...showFlags,
    output: Flags.string({
      char: 'o',
      helpValue: 'FORMAT',
      default: 'text',
      description: `${Object.keys(entryFormats).join('|')}; tables also ${Object.keys(listingFormats).join('|')}`,
    }),
    'no-headers': Flags.boolean({description: 'leave out the line of headings'}),
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(Logs);
    if (!flags.stdin && flags.file === undefined)
      throw new UserError('there is nothing to read', 'Give it --stdin or --file FILE.');
    const consumer = await this.#consumer(flags);
    const describe = describer();
    for (const {source, chunks, writtenAt} of this.#inputs(flags.stdin ? undefined : (flags.file ?? [])))
      for await (const entries of entriesIn(chunks, writtenAt)) {
        const waits = consumer.take(entries.map((entry) => describe(entry, {source})));
        if (waits !== undefined) await waits;
        if (this.out.isGone) return;
      }
    await consumer.end();
  }

  #inputs(files: readonly string[] | undefined) {
    if (files !== undefined) return files.map((source) => ({source, ...fileInput(source)}));
    const chunks = standardInput((text) => {
      this.remark(text);
    });
    return [{source: undefined, chunks, writtenAt: wallClock()}];
  }

  async #consumer(flags: LogFlags): Promise<Consumer> {
    const passes = filter(wantedOf(flags));
    const table = tableOf(flags);
    if (table !== undefined) return this.#tabled(passes, table, flags);
    const format = await this.entryFormat(flags.output);
    const writer = this.entryWriter(format, lookOf(flags), flags.explain, !flags['no-headers']);
    return {take: (records) => writer.write(records.flatMap(passes)), end: () => writer.end()};
  }

  async #tabled(passes: Passes, table: Table, flags: LogFlags): Promise<Consumer> {
    const outputs = await this.listingOutputs([flags.output]);
    return {
      take(records) {
        for (const record of records.flatMap(passes)) table.add(record);
        return undefined;
      },
      end: () => this.printListing(() => table.listing(), outputs, {headers: !flags['no-headers']}),
    };
  }
}

type LogFlags = Interfaces.InferredFlags<typeof Logs.flags>;
type Passes = (record: LogRecord) => readonly LogRecord[];

const WINDOW = 2 * MINUTE;

function wantedOf(flags: LogFlags): Wanted {
  const {around, window = WINDOW, both = 0} = flags;
  return {
    where: flags.where,
    grep: flags.grep,
    include: flags.include ?? [],
    exclude: flags.exclude ?? [],
    level: flags.level,
    since: around === undefined ? sinceOf(flags) : around - window,
    until: around === undefined ? flags.until : around + window,
    before: flags.before ?? both,
    after: flags.after ?? both,
  };
}

const sinceOf = (flags: LogFlags): number | undefined =>
  flags.since === undefined ? flags['since-time'] : wallClock().getTime() - flags.since;

const lookOf = (flags: LogFlags): EntryLook => ({
  prefix: flags.prefix,
  time: flags.timestamps || flags.timezone !== undefined ? clockIn(flags.timezone ?? 'UTC') : undefined,
  layers: false,
  fields: flags.field,
  marks: flags.explain,
  valueOf,
});

function tableOf(flags: LogFlags): Table | undefined {
  return chosen({
    count: flags.count === undefined ? undefined : counted(countNames(flags.count)),
    patterns: flags.patterns ? clustered(flags['new-since']) : undefined,
    summary: flags.summary ? summarised(flags.explain) : undefined,
  });
}

function counted(names: readonly string[]): Table {
  const counts = counter(names);
  return {add: (record) => counts.add(record), listing: () => countListing(names, counts.rows())};
}

function clustered(newSince: number | undefined): Table {
  const groups = clusters(newSince === undefined ? undefined : new Date(newSince).toISOString());
  return {add: (record) => groups.add(record), listing: () => patternListing(groups.rows())};
}

function summarised(explain: boolean): Table {
  const said = summary();
  return {add: (record) => said.add(record), listing: () => summaryListing(said.rows(), explain)};
}
