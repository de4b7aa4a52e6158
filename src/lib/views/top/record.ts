import {type Amounts, NANO, type Space, type Usage} from '../../model/usage.ts';
import type {UsageRow} from '../../model/usage-row.ts';

/** A row for programs: CPU in cores, everything else in bytes and pieces, stamps in RFC 3339. What is not known is absent. */
export function recordOf(row: UsageRow): Readonly<Record<string, unknown>> {
  const {ref, usage, owner, history, rates} = row;
  return {
    kind: ref.kind,
    namespace: ref.namespace,
    name: ref.name,
    container: row.container,
    role: row.role,
    node: ref.kind === 'Node' ? undefined : row.node,
    usage: usage === undefined ? undefined : usageRecord(usage),
    rates: rates === undefined ? undefined : withoutHoles(rates),
    requests: amountsRecord(row.requests),
    limits: amountsRecord(row.limits),
    allocatable: amountsRecord(row.allocatable),
    capacity: amountsRecord(row.capacity),
    pods: row.pods,
    restarts: row.restarts,
    lastOom: row.lastOom,
    owner: owner === undefined ? undefined : {kind: owner.kind, namespace: owner.namespace, name: owner.name},
    qosClass: row.qos,
    priorityClass: row.priority,
    phase: row.phase,
    createdAt: row.createdAt,
    marks: row.marks,
    volume:
      row.volume === undefined
        ? undefined
        : {name: row.volume.name, claim: row.volume.claim, ...spaceRecord(row.volume.space)},
    disks: row.disks?.map(({role, space}) => ({role, ...spaceRecord(space)})),
    labels: row.labels,
    source: row.via,
    history:
      history === undefined
        ? undefined
        : {
            stepSeconds: history.stepSeconds,
            cpu: history.cpu.map((value) => (value === undefined ? null : value / NANO)),
            memory: history.memory.map((value) => value ?? null),
          },
  };
}

function usageRecord(usage: Usage): Readonly<Record<string, unknown>> {
  const {cpu, ephemeral, pressure} = usage;
  return {
    cpu: cpu === undefined ? undefined : cpu / NANO,
    memory: usage.memory,
    rssBytes: usage.rssBytes,
    memoryWithCacheBytes: usage.memoryWithCacheBytes,
    swapBytes: usage.swapBytes,
    processes: usage.processes,
    at: usage.at,
    windowSeconds: usage.windowSeconds,
    startedAt: usage.startedAt,
    ephemeral: ephemeral === undefined ? undefined : spaceRecord(ephemeral),
    pressure: pressure === undefined ? undefined : withoutHoles(pressure),
  };
}

export const amountsRecord = (amounts: Amounts | undefined): Readonly<Record<string, number>> | undefined =>
  amounts === undefined
    ? undefined
    : Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, name === 'cpu' ? value / NANO : value]));

export const spaceRecord = (space: Space): Readonly<Record<string, unknown>> => ({
  usedBytes: space.usedBytes,
  capacityBytes: space.capacityBytes,
  availableBytes: space.availableBytes,
  inodesUsed: space.inodesUsed,
  inodes: space.inodes,
});

const withoutHoles = (record: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
