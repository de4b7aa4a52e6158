import {type Ref, refKey} from '../../model/ref.ts';
import {type SortKey, sorted} from '../../views/columns.ts';
import type {Column} from '../../views/listing.ts';
import {named} from '../../views/words.ts';
import {filterOf} from '../filter.ts';
import {type Resource, type ResourceTable, type World} from '../resources/kind.ts';
import {tableNamed} from '../resources/index.ts';
import type {ResourcesScreen} from '../state.ts';

/** A line of the table: a resource, or the head of a group of them. */
export type TableLine =
  | {readonly is: 'resource'; readonly resource: Resource; readonly key: string}
  | {
      readonly is: 'group';
      readonly name: string;
      readonly count: number;
      readonly faulty: number;
      readonly key: string;
    };

const made = new WeakMap<World, Map<string, readonly TableLine[]>>();

/** What a screen lists, in its order. Made anew when the world or what is asked of it is another. */
export function linesOf(world: World, screen: ResourcesScreen): readonly TableLine[] {
  const {kind, of, filter, sort, group, faultsOnly} = screen;
  const asked = JSON.stringify([kind, of, filter, sort, group, faultsOnly]);
  const known = made.get(world) ?? new Map<string, readonly TableLine[]>();
  made.set(world, known);
  const lines = known.get(asked) ?? build(world, screen);
  // Settings of the past few key strokes: the rest is made anew in the blink of an eye.
  if (known.size > SETTINGS_AT_MOST) known.clear();
  known.set(asked, lines);
  return lines;
}

const SETTINGS_AT_MOST = 8;

function build(world: World, screen: ResourcesScreen): readonly TableLine[] {
  const table = tableNamed(screen.kind);
  if (table === undefined) return [];
  const filter = filterOf(screen.filter);
  const within = screen.of === undefined ? undefined : membership(screen.of, world);
  const kept = table
    .rows(world)
    .filter((row) => within === undefined || within(row))
    .filter(({isFaulty}) => !screen.faultsOnly || isFaulty)
    .filter((row) => filter.is !== 'filter' || filter.keeps({words: wordsOf(table, row), labels: row.labels}));
  const ordered = sorted(kept, sortKeysOf(table, screen));
  return screen.group === undefined ? ordered.map(lineOf) : grouped(ordered, screen.group);
}

/** What a filter is held against: everything that can be read in the row. */
const wordsOf = ({columns}: ResourceTable, row: Resource): string =>
  columns.map((column) => column.text(row)).join(' ');

const sortKeysOf = ({columns}: ResourceTable, {sort}: ResourcesScreen): ReadonlyArray<SortKey<Column<Resource>>> =>
  sort.flatMap(({name, descending}) => {
    const column = columns.find((one) => one.name === name);
    return column === undefined ? [] : [{column, descending}];
  });

const keyOf = ({ref, container}: Resource): string => `${refKey(ref)}/${container ?? ''}`;
const lineOf = (resource: Resource): TableLine => ({is: 'resource', resource, key: keyOf(resource)});

/** Whether a row lies below an object: its pods, their containers; what is in a namespace; what runs on a node. */
function membership(of: Ref, {cluster}: World): (row: Resource) => boolean {
  if (of.kind === 'Namespace') return ({ref}) => ref.namespace === of.name;
  const pods = new Set(cluster.podsOf(of).map(({metadata}) => `Pod/${metadata.namespace ?? ''}/${metadata.name}`));
  return ({ref}) => refKey(ref) === refKey(of) || pods.has(refKey(ref));
}

function grouped(rows: readonly Resource[], by: string): readonly TableLine[] {
  const groups = [...Map.groupBy(rows, (row) => groupOf(row, by))].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.flatMap(([name, members]): readonly TableLine[] => [
    {
      is: 'group',
      name,
      count: members.length,
      faulty: members.filter(({isFaulty}) => isFaulty).length,
      key: `group ${name}`,
    },
    ...members.map(lineOf),
  ]);
}

function groupOf({ref, node, owner, labels}: Resource, by: string): string {
  if (by.startsWith('label:')) return labels[by.slice('label:'.length)] ?? '(without the label)';
  if (by === 'namespace') return ref.namespace ?? '(of the cluster)';
  if (by === 'node') return node ?? '(on no node)';
  return owner === undefined ? '(nobody)' : named(owner);
}

/** Where the cursor is: on the line it was put on, wherever that has moved to. */
export function lineIndex(lines: readonly TableLine[], {key, at}: ResourcesScreen): number {
  const found = key === undefined ? -1 : lines.findIndex((line) => line.key === key);
  return found === -1 ? Math.max(0, Math.min(at, lines.length - 1)) : found;
}
