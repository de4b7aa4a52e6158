import type {Cluster} from '../../model/cluster.ts';
import {type Ref, refKey} from '../../model/ref.ts';
import type {Words} from '../../model/schema.ts';
import type {Column, Value} from '../../views/listing.ts';
import type {Tone} from '../../views/view.ts';

/** What one thing uses now: CPU in nanocores, memory in bytes. */
export interface Used {
  readonly cpu?: number | undefined;
  readonly memory?: number | undefined;
}

/** Measurements by what they belong to: `Node//name`, `Pod/namespace/name`, and with the container's name behind it. */
export type UsageTable = ReadonlyMap<string, Used>;

export const usedKey = (of: Ref, container?: string): string =>
  container === undefined ? refKey(of) : `${refKey(of)}/${container}`;

/** Everything that rows are made of. */
export interface World {
  readonly cluster: Cluster;
  /** Empty where nothing is measured. */
  readonly usage: UsageTable;
}

/** What every row of every table has, whatever it shows. */
export interface Resource {
  /** What `d`, `y` and `l` are about. */
  readonly ref: Ref;
  readonly container?: string | undefined;
  readonly labels: Words;
  readonly node?: string | undefined;
  /** The workload it belongs to. */
  readonly owner?: Ref | undefined;
  /** Not as it is meant to be. */
  readonly isFaulty: boolean;
}

/** Where `enter` leads: to what lies below, or to a description. */
export interface Below {
  readonly kind: string;
  readonly of: Ref;
}

export interface Heading {
  readonly name: string;
  readonly header: string;
  readonly align: 'left' | 'right';
  readonly isWide: boolean;
}

/** One row, whose cells are made when they are looked at: of five thousand fifty are on screen. */
export interface Entry {
  readonly resource: Resource;
  value(column: number): Value;
  text(column: number): string;
  tone(column: number): Tone;
}

/** A table of one kind of resources, as the screen knows it. */
export interface ResourceTable {
  /** As it is typed: `pods`. */
  readonly name: string;
  /** What else may be typed for it. */
  readonly also: readonly string[];
  readonly headings: readonly Heading[];
  /** Columns that decide the order until somebody chooses others. */
  readonly order: readonly string[];
  entries(world: World): readonly Entry[];
  below(entry: Entry): Below | undefined;
}

interface Description<R extends Resource> {
  readonly name: string;
  readonly also: readonly string[];
  readonly columns: ReadonlyArray<Column<R>>;
  readonly order?: readonly string[];
  rows(world: World): readonly R[];
  below?(row: R): Below | undefined;
}

/** A table of rows of one type; outside nobody needs to know which. Rows are made once for each world. */
export function resourceTable<R extends Resource>(description: Description<R>): ResourceTable {
  const {columns} = description;
  const made = new WeakMap<World, readonly Entry[]>();
  const rowOf = new WeakMap<Entry, R>();
  const entryOf = (row: R): Entry => {
    const entry: Entry = {
      resource: row,
      value: (at) => columns[at]?.value(row),
      text: (at) => columns[at]?.text(row) ?? '',
      tone: (at) => columns[at]?.tone?.(row) ?? 'plain',
    };
    rowOf.set(entry, row);
    return entry;
  };
  return {
    name: description.name,
    also: description.also,
    order: description.order ?? [],
    headings: columns.map(({name, header, align = 'left', when}) => ({name, header, align, isWide: when !== 'shown'})),
    entries(world) {
      const known = made.get(world) ?? description.rows(world).map(entryOf);
      made.set(world, known);
      return known;
    },
    below(entry) {
      const row = rowOf.get(entry);
      return row === undefined ? undefined : description.below?.(row);
    },
  };
}
