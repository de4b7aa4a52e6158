import {ref} from '../../model/ref.ts';
import {
  type Amounts,
  type ContainerFacts,
  isDone,
  type NodeFacts,
  type NodeUsage,
  type PodFacts,
  type PodUsage,
} from '../../model/usage.ts';
import type {UsageRow} from '../../model/usage-row.ts';
import {sumOf} from '../../parse/usage/amount.ts';
import {nodeKey, podKey} from './rates.ts';
import type {TopAnswer} from './reader.ts';

/** Readings and objects joined: one row for each pod, container or node, whichever of the two knows it. */

/** Pods as kubectl orders them, by namespace and name. Pods that are done hold nothing and are left out, unless measured. */
export function podRows(answer: TopAnswer): readonly UsageRow[] {
  return pairs(answer).map(({used, facts}) => podRow(answer, used, facts));
}

export function containerRows(answer: TopAnswer): readonly UsageRow[] {
  return pairs(answer).flatMap(({used, facts}) => {
    const pod = podRow(answer, used, facts);
    return containersOf(used, facts).map(([name, container]) => containerRow(answer, pod, name, used, container));
  });
}

export function nodeRows(answer: TopAnswer, isMeant: (node: NodeFacts | undefined) => boolean): readonly UsageRow[] {
  const facts = new Map((answer.nodes ?? []).map((node) => [node.name, node]));
  const used = new Map(answer.usage.nodes.map((node) => [node.name, node]));
  const podsOn = Map.groupBy(
    (answer.pods ?? []).filter((pod) => !isDone(pod)),
    ({node}) => node ?? '',
  );
  const measured = [...used.keys()].sort();
  const others = [...facts.keys()].filter((name) => !used.has(name)).sort();
  return [...measured, ...others]
    .filter((name) => isMeant(facts.get(name)))
    .map((name) =>
      nodeRow(
        answer,
        name,
        used.get(name),
        facts.get(name),
        answer.pods === undefined ? undefined : (podsOn.get(name) ?? []),
      ),
    );
}

interface Pair {
  readonly used: PodUsage | undefined;
  readonly facts: PodFacts | undefined;
}

function pairs({usage, pods}: TopAnswer): readonly Pair[] {
  if (pods === undefined) return inOrder(usage.pods.map((used) => ({used, facts: undefined})));
  const facts = new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const measured = usage.pods.map((used): Pair => ({used, facts: facts.get(`${used.namespace}/${used.name}`)}));
  for (const {used} of measured) facts.delete(`${used?.namespace ?? ''}/${used?.name ?? ''}`);
  const others = [...facts.values()].filter((pod) => !isDone(pod)).map((pod): Pair => ({used: undefined, facts: pod}));
  return inOrder([...measured, ...others]);
}

/** Servers mostly answer in order: to see that is cheaper than to sort. */
const inOrder = (all: readonly Pair[]): readonly Pair[] =>
  all.every((one, at) => at === 0 || byName(all[at - 1] ?? one, one) <= 0) ? all : all.toSorted(byName);

/** By code units, as Go's sort does. */
function byName(a: Pair, b: Pair): number {
  const [one, two] = [a.used ?? a.facts, b.used ?? b.facts];
  return compared(one?.namespace ?? '', two?.namespace ?? '') || compared(one?.name ?? '', two?.name ?? '');
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function podRow(answer: TopAnswer, used: PodUsage | undefined, facts: PodFacts | undefined): UsageRow {
  const [namespace, name] = [used?.namespace ?? facts?.namespace ?? '', used?.name ?? facts?.name ?? ''];
  return {
    ref: ref('Pod', namespace, name),
    usage: used?.usage,
    rates: answer.ratesOf(podKey(namespace, name)),
    labels: facts?.labels ?? used?.labels,
    node: facts?.node ?? used?.node,
    via: used === undefined ? undefined : answer.via,
    ...(facts === undefined ? {} : factsOf(answer, facts)),
  };
}

const factsOf = (answer: TopAnswer, facts: PodFacts): Partial<UsageRow> => ({
  requests: facts.requests,
  limits: facts.limits,
  owner: answer.ownerOf(facts.namespace, facts.owner),
  qos: facts.qos,
  priority: facts.priority,
  phase: facts.phase,
  createdAt: facts.createdAt,
  restarts: facts.containers.reduce((sum, {restarts}) => sum + restarts, 0),
  lastOom: latest(facts.containers),
});

const latest = (containers: readonly ContainerFacts[]): string | undefined =>
  containers
    .map(({lastOom}) => lastOom)
    .filter((stamp) => stamp !== undefined)
    .sort()
    .at(-1);

/** Containers that are measured, then those that only the object knows; init containers that have ended hold nothing. */
function containersOf(
  used: PodUsage | undefined,
  facts: PodFacts | undefined,
): ReadonlyArray<readonly [string, ContainerFacts | undefined]> {
  const byName = new Map((facts?.containers ?? []).map((one) => [one.name, one]));
  const measured = (used?.containers ?? []).map(({name}) => name).sort();
  const others = [...byName.values()]
    .filter(({name, role}) => role !== 'init' && !measured.includes(name))
    .map(({name}) => name);
  return [...measured, ...others].map((name) => [name, byName.get(name)] as const);
}

function containerRow(
  answer: TopAnswer,
  pod: UsageRow,
  name: string,
  used: PodUsage | undefined,
  facts: ContainerFacts | undefined,
): UsageRow {
  return {
    ...pod,
    container: name,
    role: facts?.role,
    usage: used?.containers.find((one) => one.name === name)?.usage,
    rates: answer.ratesOf(podKey(pod.ref.namespace ?? '', pod.ref.name, name)),
    requests: facts?.requests,
    limits: facts?.limits,
    restarts: facts?.restarts,
    lastOom: facts?.lastOom,
  };
}

function nodeRow(
  answer: TopAnswer,
  name: string,
  used: NodeUsage | undefined,
  facts: NodeFacts | undefined,
  pods: readonly PodFacts[] | undefined,
): UsageRow {
  return {
    ref: ref('Node', undefined, name),
    usage: used?.usage,
    rates: answer.ratesOf(nodeKey(name)),
    labels: facts?.labels ?? used?.labels,
    allocatable: facts?.allocatable,
    capacity: facts?.capacity,
    node: name,
    disks: used?.disks,
    via: used === undefined ? undefined : answer.via,
    marks: facts === undefined ? undefined : marksOf(facts),
    ...(pods === undefined
      ? {}
      : {pods: pods.length, requests: total(pods, 'requests'), limits: sumOf(pods.map(({limits}) => limits))}),
  };
}

const total = (pods: readonly PodFacts[], what: 'requests'): Amounts => sumOf(pods.map((pod) => pod[what]));

const marksOf = ({isReady, isCordoned}: NodeFacts): readonly string[] => [
  ...(isReady ? [] : ['NotReady']),
  ...(isCordoned ? ['cordoned'] : []),
];
