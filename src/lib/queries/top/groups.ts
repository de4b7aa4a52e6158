import {type Ref, ref, refKey} from '../../model/ref.ts';
import type {Amounts, NodeFacts, Usage} from '../../model/usage.ts';
import type {Rates, UsageRow} from '../../model/usage-row.ts';
import {sumOf} from '../../parse/usage/amount.ts';

/** What pods are added up by. */
export type Grouping =
  | {readonly by: 'owner' | 'namespace' | 'node' | 'zone' | 'priority' | 'qos'}
  | {readonly by: 'label'; readonly key: string};

export const groupings = ['owner', 'namespace', 'node', 'zone', 'priority', 'qos', 'label:KEY'] as const;

/** `owner`, `label:team`; undefined for what is no grouping. */
export function grouping(typed: string): Grouping | undefined {
  const [word = '', ...rest] = typed.split(':');
  const key = rest.join(':');
  if (word === 'label') return key === '' ? undefined : {by: 'label', key};
  const by = (['owner', 'namespace', 'node', 'zone', 'priority', 'qos'] as const).find((one) => one === word);
  return by === undefined || rest.length > 0 ? undefined : {by};
}

/** Whose pods have no such thing. */
export const WITHOUT = '<none>';

const ZONE = 'topology.kubernetes.io/zone';

/** Rows of pods as rows of groups, ordered by namespace and name. */
export function grouped(
  rows: readonly UsageRow[],
  by: Grouping,
  nodes: readonly NodeFacts[] = [],
): readonly UsageRow[] {
  const zones = new Map(nodes.map(({name, labels}) => [name, labels[ZONE]]));
  const groups = new Map<string, {readonly of: Ref; readonly rows: UsageRow[]}>();
  for (const row of rows) {
    const of = groupOf(row, by, zones);
    const known = groups.get(refKey(of));
    if (known === undefined) groups.set(refKey(of), {of, rows: [row]});
    else known.rows.push(row);
  }
  return [...groups.values()].map((group) => summed(group.of, group.rows)).sort(byName);
}

const byName = ({ref: a}: UsageRow, {ref: b}: UsageRow): number =>
  compared(a.namespace ?? '', b.namespace ?? '') || compared(a.kind, b.kind) || compared(a.name, b.name);
const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupOf(row: UsageRow, by: Grouping, zones: ReadonlyMap<string, string | undefined>): Ref {
  switch (by.by) {
    case 'owner':
      // A pod of its own is its own workload; a static one belongs to no workload but its node.
      return row.owner === undefined || row.owner.kind === 'Node' ? row.ref : row.owner;
    case 'namespace':
      return ref('Namespace', undefined, row.ref.namespace ?? WITHOUT);
    case 'node':
      return ref('Node', undefined, row.node ?? WITHOUT);
    case 'zone':
      return ref('Zone', undefined, zones.get(row.node ?? '') ?? WITHOUT);
    case 'priority':
      return ref('PriorityClass', undefined, row.priority ?? WITHOUT);
    case 'qos':
      return ref('QOSClass', undefined, row.qos ?? WITHOUT);
    case 'label':
      return ref('Label', undefined, row.labels?.[by.key] ?? WITHOUT);
  }
}

function summed(of: Ref, rows: readonly UsageRow[]): UsageRow {
  return {
    ref: of,
    usage: usageOf(rows.flatMap(({usage}) => usage ?? [])),
    rates: ratesOf(rows.flatMap(({rates}) => rates ?? [])),
    requests: rows.some(({requests}) => requests !== undefined)
      ? sumOf(rows.map(({requests = {}}) => requests))
      : undefined,
    limits: limitsOf(rows),
    pods: rows.length,
    restarts: plus(rows.map(({restarts}) => restarts)),
    lastOom: rows
      .flatMap(({lastOom}) => lastOom ?? [])
      .sort()
      .at(-1),
    via: rows.find(({via}) => via !== undefined)?.via,
  };
}

/** A group is limited in what each of its pods is limited in. */
function limitsOf(rows: readonly UsageRow[]): Amounts | undefined {
  const all = rows.map(({limits}) => limits);
  const [first] = all;
  if (first === undefined) return undefined;
  const shared = Object.keys(first).filter((name) => all.every((one) => one?.[name] !== undefined));
  return Object.fromEntries(shared.map((name) => [name, plus(all.map((one) => one?.[name])) ?? 0]));
}

function usageOf(all: readonly Usage[]): Usage | undefined {
  if (all.length === 0) return undefined;
  const of = (what: 'cpu' | 'memory' | 'rssBytes' | 'memoryWithCacheBytes' | 'swapBytes' | 'processes') =>
    plus(all.map((one) => one[what]));
  const [usedBytes, inodesUsed] = (['usedBytes', 'inodesUsed'] as const).map((what) =>
    plus(all.map(({ephemeral}) => ephemeral?.[what])),
  );
  return {
    at: all[0]?.at,
    cpu: of('cpu'),
    memory: of('memory'),
    rssBytes: of('rssBytes'),
    memoryWithCacheBytes: of('memoryWithCacheBytes'),
    swapBytes: of('swapBytes'),
    processes: of('processes'),
    ephemeral: usedBytes === undefined ? undefined : {usedBytes, inodesUsed},
  };
}

function ratesOf(all: readonly Rates[]): Rates | undefined {
  if (all.length === 0) return undefined;
  const of = (what: 'received' | 'sent' | 'read' | 'written') => plus(all.map((one) => one[what]));
  return {received: of('received'), sent: of('sent'), read: of('read'), written: of('written')};
}

function plus(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
