import type {Cluster} from '../../model/cluster.ts';
import {type Ref, refKey} from '../../model/ref.ts';
import type {Words} from '../../model/schema.ts';
import type {Column} from '../../views/listing.ts';

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

/** A table of one kind of resources. Whoever shows it knows of its rows only what all have, and asks its columns for the rest. */
export interface ResourceTable {
  /** As it is typed: `pods`. */
  readonly name: string;
  /** What else may be typed for it. */
  readonly also: readonly string[];
  readonly columns: ReadonlyArray<Column<Resource>>;
  rows(world: World): readonly Resource[];
  below?(row: Resource): Below | undefined;
}

interface Description<R extends Resource> extends Omit<ResourceTable, 'columns' | 'rows' | 'below'> {
  readonly columns: ReadonlyArray<Column<R>>;
  rows(world: World): readonly R[];
  below?(row: R): Below | undefined;
}

/** A table whose columns only ever meet its own rows. These are made once for each world. */
export function resourceTable<R extends Resource>(description: Description<R>): ResourceTable {
  const made = new WeakMap<World, readonly R[]>();
  return {
    ...description,
    rows(world) {
      const rows = made.get(world) ?? description.rows(world);
      made.set(world, rows);
      return rows;
    },
  };
}
