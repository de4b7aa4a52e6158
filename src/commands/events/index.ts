import {Flags} from '@oclif/core';
import {listingFlags, type ListingOutput} from '../../lib/cli/listing-command.ts';
import {UserError} from '../../lib/model/failure.ts';
import type {Source} from '../../lib/model/source.ts';
import {ask, type EventQuestion, prepared} from '../../lib/queries/events/ask.ts';
import {Lookup} from '../../lib/queries/events/facts.ts';
import {follow, type Followed} from '../../lib/queries/events/follow.ts';
import type {Listed} from '../../lib/queries/events/list.ts';
import {eventParcel} from '../../lib/queries/events/parcel.ts';
import {deliverTo, type Delivery} from '../../lib/sinks/_deliver.ts';
import {sorted, sortKeys} from '../../lib/views/columns.ts';
import {type EventRow, sortable} from '../../lib/views/events/columns.ts';
import {eventListing} from '../../lib/views/events/listing.ts';
import type {Listing} from '../../lib/views/listing.ts';
import {EventCommand, familyFlags} from './_command.ts';
import {Stream} from './_stream.ts';

/** What tables and csv do not show; for them the objects are not kept. */
const OF_OBJECTS = ['json', 'yaml', 'ndjson', 'jsonpath', 'custom-columns'];
const CLOSE_WITHIN = 30_000;

export default class Events extends EventCommand {
  static override summary = 'List events in the order they were seen, and watch for more';
  static override description =
    'Columns and words are those of kubectl events; -o wide is that of kubectl get events. -w lists first, survives cuts and restarts of the API server, and shows every update once.';
  static override examples = [
    '<%= config.bin %> events -n shop',
    '<%= config.bin %> events --for deploy/web --types Warning',
    '<%= config.bin %> events -A --reason "Failed|BackOff" --since 30m --sort-by count',
    '<%= config.bin %> events -A -w --to loki://loki:3100',
    `<%= config.bin %> events -o jsonpath='{.items[*].metadata.name}'`,
  ];
  static override flags = {
    ...familyFlags,
    ...listingFlags,
    watch: Flags.boolean({char: 'w', description: 'list, then show what comes'}),
    'sort-by': Flags.string({
      helpValue: 'COLUMN',
      description: `${sortable.map(({name}) => name).join(', ')}; several with commas, - in front for descending`,
    }),
    'chunk-size': Flags.integer({
      min: 0,
      helpValue: 'N',
      description: 'accepted for kubectl; lists are read 500 at a time',
    }),
    to: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'URL',
      description: 'send them there instead of printing them; may be repeated',
    }),
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(Events);
    const outputs = await this.listingOutputs(flags.output);
    const keys = sortKeys(sortable, flags['sort-by']);
    const {source, question} = await this.asked(flags);
    const to = await Promise.all(
      flags.to?.map((one) =>
        deliverTo(
          one,
          'event',
          this.sinkSurroundings(() => source.now()),
        ),
      ) ?? [],
    );
    const asking: Asking = {source, question, to, listing: listingFor(source, question, keys)};
    const options = {outputs, headers: !flags['no-headers']};
    if (flags.watch) await this.#watch(asking, options);
    else await this.#list(asking, options);
    for (const one of to) await one.close(CLOSE_WITHIN);
    await source.close();
  }

  async #list({source, question, to, listing}: Asking, {outputs, headers}: Printing): Promise<void> {
    const keepWire = outputs.some(({format}) => OF_OBJECTS.includes(format));
    const {events, gaps} = await this.readable(ask(source, question, {keepWire, signal: this.interrupt.signal}));
    this.remarkGaps(gaps);
    await sendAll(to, events, source);
    if (to.length > 0) return;
    const isForPeople = outputs.every(({format}) => !OF_OBJECTS.includes(format));
    if (events.length === 0 && isForPeople) this.remarkNothing(question.namespace);
    else await this.printListing((output) => ({...listing(events, output.wide), gaps}), outputs, {headers});
  }

  async #watch({source, question, to, listing}: Asking, {outputs, headers}: Printing): Promise<void> {
    if (source.tail === undefined)
      throw new UserError('-w watches a cluster, and --from reads a bundle', 'Leave one of them out.');
    const [output = {format: 'text', argument: undefined, file: undefined, wide: false}] = outputs;
    const write = (text: string): void => this.write(text);
    const stream = to.length > 0 ? undefined : new Stream(output, {headers, colour: this.hasColour, write});
    const {signal} = this.interrupt;
    const {namespace, filter, gaps} = await prepared(source, question, signal);
    this.remarkGaps(gaps);
    const lookup = new Lookup(source);
    for await (const told of follow(source, {namespace, filter, signal})) {
      if (told.is !== 'events') this.remark(wordsOf(told));
      else {
        const events = await labelled(told.events, question.labels, lookup);
        if (events.length > 0) await stream?.add(listing(events, output.wide));
        await sendAll(to, events, source);
      }
    }
  }
}

interface Asking {
  readonly source: Source;
  readonly question: EventQuestion;
  readonly to: readonly Delivery[];
  readonly listing: (events: readonly Listed[], wide: boolean) => Listing;
}

interface Printing {
  readonly outputs: readonly ListingOutput[];
  readonly headers: boolean;
}

function listingFor(
  source: Source,
  question: EventQuestion,
  keys: Parameters<typeof sorted<EventRow>>[1],
): Asking['listing'] {
  return (events, wide) => {
    const now = source.now();
    const rows = events.map((one): EventRow => ({...one, now}));
    const namespaces = question.namespace === undefined && question.object === undefined;
    return eventListing(sorted(rows, keys), {origin: source.origin, now, gaps: [], wide, namespaces});
  };
}

async function labelled(
  events: readonly Listed[],
  labels: EventQuestion['labels'],
  lookup: Lookup,
): Promise<readonly Listed[]> {
  if (labels === undefined) return events;
  const facts = await Promise.all(events.map(({event}) => lookup.facts(event.about)));
  return events.filter((_, at) => labels(facts[at]?.labels ?? {}));
}

async function sendAll(to: readonly Delivery[], events: readonly Listed[], source: Source): Promise<void> {
  const cluster = source.origin.context ?? source.origin.server ?? '';
  for (const {event} of events) for (const one of to) await one.put(eventParcel(event, cluster));
}

function wordsOf(told: Exclude<Followed, {is: 'events'}>): string {
  switch (told.is) {
    case 'cut':
      return `the watch was cut: ${told.why}; connecting again`;
    case 'back':
      return 'the watch goes on where it was';
    case 'lost':
      return `the API server no longer has what changed between versions ${told.from} and ${told.to}: events that changed several times meanwhile were shown once, in their last state`;
  }
}
