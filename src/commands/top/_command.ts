import {connectOptions} from '../../lib/cli/connect.ts';
import {ListingCommand, type ListingOutput} from '../../lib/cli/listing-command.ts';
import {every} from '../../lib/cli/watch.ts';
import {UserError} from '../../lib/model/failure.ts';
import type {Gap, Origin, Source} from '../../lib/model/source.ts';
import type {UsageSource} from '../../lib/model/usage.ts';
import type {UsageRow} from '../../lib/model/usage-row.ts';
import {labelSelector} from '../../lib/parse/selector.ts';
import {Ring} from '../../lib/queries/top/history.ts';
import {answerOfPages} from '../../lib/queries/top/pages.ts';
import {type Needs, type TopAnswer, type TopQuestion, TopReader} from '../../lib/queries/top/reader.ts';
import {open} from '../../lib/sources/open.ts';
import {pageFile} from '../../lib/sources/page-file.ts';
import {chosenColumns, type SortKey, sorted, sortKeys} from '../../lib/views/columns.ts';
import type {Listing} from '../../lib/views/listing.ts';
import type {Need, TopColumn} from '../../lib/views/top/column.ts';
import {topListing} from '../../lib/views/top/listing.ts';

/** What the flags of `top` give. */
export interface TopFlags {
  readonly selector?: string | undefined;
  readonly 'sort-by'?: string | undefined;
  readonly columns?: string | undefined;
  readonly output: readonly string[];
  readonly 'no-headers': boolean;
  readonly source: 'auto' | UsageSource;
  readonly file?: readonly string[] | undefined;
  readonly watch: boolean;
  readonly interval?: number | undefined;
  readonly from?: string | undefined;
  readonly sum?: boolean | undefined;
}

/** What a member of the family is about: which columns it has, what it asks, and how an answer becomes rows. */
export interface TopSubject {
  readonly name: string;
  /** Whether rows are about single containers. */
  readonly ofContainers?: boolean | undefined;
  readonly columns: (now: Date) => readonly TopColumn[];
  readonly question: (needs: Needs, scope: ScopeMeant) => TopQuestion;
  readonly rows: (answer: TopAnswer) => readonly UsageRow[];
  /** Called when there are no rows. */
  readonly nothing?: ((source: Source | undefined, answer: TopAnswer, scope: ScopeMeant) => Promise<void>) | undefined;
}

export interface ScopeMeant {
  /** Undefined for all. */
  readonly namespace: string | undefined;
}

interface Reading {
  readonly origin: Origin;
  readonly source: Source | undefined;
  readonly scope: ScopeMeant;
  read(): Promise<TopAnswer>;
}

/** Of --watch, unless --interval says otherwise. */
const PERIOD = 5000;
/** Formats whose records say everything that is known, whatever columns are shown. */
const RECORDS: ReadonlySet<string> = new Set(['json', 'yaml', 'ndjson', 'jsonpath', 'custom-columns']);
/** Kubelets measure every ten to twenty seconds, each thing when it comes to it: a rate needs two measurements. */
const BETWEEN_READINGS = 7000;
const TURNS = 4;

/** `top` of anything: what was typed becomes a question, its answers become tables, once or with --watch. */
export abstract class TopCommand extends ListingCommand {
  protected async answer(
    flags: TopFlags & Parameters<typeof connectOptions>[0],
    subject: TopSubject,
    typed: Typed,
  ): Promise<void> {
    const wanted = await this.listingOutputs(flags.output);
    const columns = subject.columns(new Date(0));
    const keys = sortKeys(columns, flags['sort-by']);
    const chosen = wanted.map((output) => chosenColumns(columns, {columns: flags.columns, wide: output.wide}));
    const needs = needsOf(subject, wanted, [...chosen.flat(), ...keys.map(({column}) => column)]);
    judged(flags.selector);
    const reading = await this.#reading(flags, subject, needs, typed);
    const show = new Show(subject, flags, keys, reading);
    if (flags.watch) await this.#watch(flags, reading, show, wanted);
    else await this.#once(flags, reading, show, wanted, needs);
    await reading.source?.close();
  }

  async #once(
    flags: TopFlags,
    reading: Reading,
    show: Show,
    wanted: readonly ListingOutput[],
    needs: Needs,
  ): Promise<void> {
    this.progress.say('reading use');
    let answer = await reading.read();
    for (let turn = 0; turn < TURNS && isMoreWorthIt(answer, reading, needs, flags.source); turn += 1) {
      this.progress.say('measuring rates');
      await pause(BETWEEN_READINGS, this.interrupt.signal);
      answer = await reading.read();
    }
    this.#tell(answer.gaps);
    const rows = show.rows(answer);
    if (rows.length === 0 && show.subject.nothing !== undefined)
      await show.subject.nothing(reading.source, answer, reading.scope);
    if (rows.length === 0 && wanted.every(({format}) => !RECORDS.has(format) && format !== 'csv')) return;
    await this.printListing((output) => show.listing(rows, answer, output), wanted, {headers: !flags['no-headers']});
  }

  async #watch(flags: TopFlags, reading: Reading, show: Show, wanted: readonly ListingOutput[]): Promise<void> {
    const [output, ...others] = wanted;
    if (output === undefined || others.length > 0 || output.file !== undefined)
      throw new UserError('--watch paints one picture again and again', 'Give it a single -o, without a file.');
    const period = flags.interval ?? PERIOD;
    const screen = this.screen();
    const ring = new Ring(period / 1000);
    const isTable = output.format === 'text' || output.format === 'wide';
    for await (const answer of every(period, async () => reading.read(), this.interrupt.signal)) {
      this.#tell(answer.gaps);
      const rows = ring.take(show.rows(answer));
      const text = await this.listingText(show.listing(rows, answer, output, true), output, {
        headers: !flags['no-headers'],
      });
      if (isTable) screen.paint(text);
      else this.write(text);
    }
    screen.end();
  }

  readonly #told = new Set<string>();

  /** What could not be seen, each thing once. */
  #tell(gaps: readonly Gap[]): void {
    for (const {what, why, hint} of gaps) {
      const text = `not seen: ${what} (${why}${hint === undefined || hint === '' ? '' : `: ${hint}`})`;
      if (!this.#told.has(text)) this.remark(text);
      this.#told.add(text);
    }
  }

  async #reading(
    flags: TopFlags & Parameters<typeof connectOptions>[0],
    subject: TopSubject,
    needs: Needs,
    {namespace, isAll}: Typed,
  ): Promise<Reading> {
    if (flags.file !== undefined) return this.#savedPages(flags.file, flags, namespace);
    const opened = await open(flags.from, connectOptions(flags, this.surroundings));
    const isRecorded = flags.from !== undefined;
    const scope = {namespace: isAll ? undefined : (namespace ?? (isRecorded ? opened.recorded : opened.namespace))};
    const reader = new TopReader(opened.source, subject.question(needs, scope));
    return {
      origin: opened.source.origin,
      source: opened.source,
      scope,
      read: async () => reader.read(this.interrupt.signal),
    };
  }

  async #savedPages(files: readonly string[], flags: TopFlags, namespace: string | undefined): Promise<Reading> {
    if (flags.watch || flags.from !== undefined)
      throw new UserError('--file reads saved pages, which do not change', 'Leave out --watch and --from.');
    const pages = await Promise.all(files.map(async (name) => ({name, text: await pageFile(name)})));
    const answer = answerOfPages(pages, new Date(0));
    if (answer.isMean) this.remark('CPU is the mean since each container began: one page has only its counter');
    return {
      origin: {kind: 'bundle', path: files.join(', ')},
      source: undefined,
      scope: {namespace},
      read: () => Promise.resolve(narrowed(answer, namespace)),
    };
  }
}

export interface Typed {
  readonly namespace: string | undefined;
  readonly isAll: boolean;
}

/** How the answers of one command are shown. */
class Show {
  readonly subject: TopSubject;
  readonly #flags: TopFlags;
  readonly #keys: ReadonlyArray<SortKey<TopColumn>>;
  readonly #reading: Reading;

  constructor(subject: TopSubject, flags: TopFlags, keys: ReadonlyArray<SortKey<TopColumn>>, reading: Reading) {
    this.subject = subject;
    this.#flags = flags;
    this.#keys = keys;
    this.#reading = reading;
  }

  rows(answer: TopAnswer): readonly UsageRow[] {
    return sorted(this.subject.rows(answer), this.#keys);
  }

  listing(rows: readonly UsageRow[], answer: TopAnswer, output: ListingOutput, isWatched = false): Listing {
    const all = this.subject.columns(answer.takenAt);
    const chosen = chosenColumns(all, {columns: this.#flags.columns, wide: output.wide});
    const moving =
      isWatched && this.#flags.columns === undefined ? all.filter(({name}) => name.endsWith('-trend')) : [];
    return topListing(rows, [...chosen, ...moving], {
      subject: this.subject.name,
      origin: this.#reading.origin,
      takenAt: answer.takenAt,
      source: answer.via,
      gaps: answer.gaps,
      withSum: this.#flags.sum === true,
    });
  }
}

function needsOf(subject: TopSubject, wanted: readonly ListingOutput[], columns: readonly TopColumn[]): Needs {
  const all = new Set<Need>(columns.flatMap(({needs}) => needs));
  const isRecord = wanted.some(({format}) => RECORDS.has(format));
  return {
    pods: isRecord || all.has('pods'),
    nodes: all.has('nodes'),
    owners: isRecord || all.has('owners'),
    containers: isRecord || subject.ofContainers === true,
    pages: new Set((['summary', 'cadvisor'] as const).filter((page) => all.has(page))),
    rates: all.has('rates'),
  };
}

/** A counter alone is no use; only a living cluster has a second reading. */
function isMoreWorthIt(answer: TopAnswer, {source}: Reading, needs: Needs, from: string): boolean {
  if (source?.origin.kind !== 'cluster' || answer.isSettled) return false;
  return (needs.rates || from === 'resource' || from === 'cadvisor') && answer.via !== undefined;
}

function judged(selector: string | undefined): void {
  if (selector === undefined) return;
  const meant = labelSelector(selector);
  if (meant.is === 'wrong')
    throw new UserError(
      `the selector cannot be read: ${meant.because}`,
      'Write it like -l app=web,tier!=db,env in (a,b).',
    );
}

/** A saved page of a whole node, narrowed to a namespace. */
const narrowed = (answer: TopAnswer, namespace: string | undefined): TopAnswer =>
  namespace === undefined
    ? answer
    : {
        ...answer,
        usage: {...answer.usage, pods: answer.usage.pods.filter((pod) => pod.namespace === namespace)},
        pods: answer.pods?.filter((pod) => pod.namespace === namespace),
      };

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
