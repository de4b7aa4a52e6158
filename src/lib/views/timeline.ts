import type {Cluster} from '../model/cluster.ts';
import {containersOf} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Pod} from '../model/kube/pod.ts';
import {distinctRefs, type Ref, ref, refKey} from '../model/ref.ts';
import type {Effect, Incident} from '../model/report.ts';
import type {LogLine} from '../model/snapshot.ts';
import type {ContainerRef, NodeLogQuery} from '../model/source.ts';
import {HOUR, instant, type Milliseconds, MINUTE} from '../model/time.ts';
import {kernelWords, labelOf} from './evidence.ts';
import type {Tone} from './view.ts';

/** Where a log line stands, so that it can be read with what is around it. */
export type LogPlace =
  | {readonly in: 'container'; readonly container: ContainerRef; readonly previous: boolean}
  | {readonly in: 'node'; readonly node: string; readonly layer: NodeLogQuery['layer']; readonly source: string};

/** Lanes of the time axis, from what happens deep down to what people do. */
export const lanes = ['kernel', 'runtime', 'component', 'app', 'event', 'status', 'metric', 'changed'] as const;
export type Lane = (typeof lanes)[number];

/** Something that happened at one moment to something involved. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly when: Milliseconds;
  readonly at: string;
  readonly lane: Lane;
  readonly ref: Ref;
  readonly quote: string;
  readonly tone: Tone;
  /** Set where the diagnosis rests on it. */
  readonly proof?: Evidence | undefined;
  readonly place?: LogPlace | undefined;
}

/** Pods of one incident whose logs are laid beside each other; a story is told by the first few. */
const PODS_AT_MOST = 40;
const MOMENTS_AT_MOST = 3000;
/** How long before the onset the axis begins: what led to it. */
const BEFORE: Milliseconds = HOUR / 2;
const AROUND: Milliseconds = 10 * MINUTE;

/** Everything that happened around an incident to the objects involved in it, oldest first. */
export function timeline({cause, since}: Incident, cluster: Cluster): readonly Moment[] {
  const told = [cause, ...cause.effects.flatMap(flat)];
  const subjects = distinctRefs([...told.map(({subject}) => subject), ...cause.objects]);
  const pods = podsOf(subjects, cluster);
  const nodes = nodesOf(subjects, pods);
  const evidence = told.flatMap((one) => one.evidence.flatMap((proof) => evidenceMoment(proof, cluster)));
  const others = [
    ...pods.flatMap((pod) => podMoments(pod, cluster)),
    ...nodeMoments(nodes, pods, cluster),
    ...eventMoments(distinctRefs([...subjects, ...pods.map(refOfPod), ...nodes.map(refOfNode)]), cluster),
    ...cause.changes.flatMap(({at, what, ref: on}) =>
      momentOf({at, lane: 'changed', ref: on, quote: what, tone: 'warn'}),
    ),
  ];
  const near = inView(others, evidence, instant(since));
  return joined(evidence, near).sort(inOrder);
}

/** Stamps of one log have microseconds, which tell what came first where a `Date` no longer does. */
const inOrder = (a: Moment, b: Moment): number => a.when - b.when || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

const flat = (effect: Effect): readonly Effect[] => [effect, ...effect.effects.flatMap(flat)];
const refOfPod = ({metadata}: Pod): Ref => ref('Pod', metadata.namespace, metadata.name);
const refOfNode = (name: string): Ref => ref('Node', undefined, name);

/** Without a stamp that can be read there is no place on the axis. */
function momentOf(one: Omit<Moment, 'when' | 'at'> & {readonly at: string | undefined}): readonly Moment[] {
  const when = instant(one.at);
  return when === undefined || one.at === undefined ? [] : [{...one, at: one.at, when}];
}

/** A node has pods that are not involved: of a Node only those that an effect names. */
function podsOf(subjects: readonly Ref[], cluster: Cluster): readonly Pod[] {
  const pods = subjects.filter(({kind}) => kind !== 'Node').flatMap((one) => cluster.podsOf(one));
  return [...new Set(pods)].slice(0, PODS_AT_MOST);
}

const nodesOf = (subjects: readonly Ref[], pods: readonly Pod[]): readonly string[] => [
  ...new Set([
    ...subjects.filter(({kind}) => kind === 'Node').map(({name}) => name),
    ...pods.flatMap(({nodeName}) => nodeName ?? []),
  ]),
];

function evidenceMoment(evidence: Evidence, cluster: Cluster): readonly Moment[] {
  const label = labelOf(evidence);
  const lane = lanes.find((one) => one === label) ?? 'status';
  const words = lane === 'kernel' ? kernelWords(evidence.quote) : evidence.quote;
  const quote = evidence.from === 'event' ? `${evidence.reason}: ${words}` : words;
  const place = evidence.from === 'log' ? placeOf(evidence, cluster) : undefined;
  return momentOf({at: evidence.at, lane, ref: evidence.ref, quote, tone: 'bad', proof: evidence, place});
}

/** The log that a quote is from: the one in which the line stands. */
function placeOf(evidence: Evidence & {readonly from: 'log'}, {logs}: Cluster): LogPlace | undefined {
  const {ref: on, layer, source, quote} = evidence;
  if (on.kind === 'Node') return layer === 'app' ? undefined : {in: 'node', node: on.name, layer, source};
  const all = logs.of(on);
  const log = all.find(({lines}) => lines.some(({text}) => text.includes(quote) || quote.includes(text))) ?? all[0];
  return log === undefined ? undefined : containerPlace(on, log);
}

const containerPlace = (
  pod: Ref,
  {container, previous}: {readonly container: string; readonly previous: boolean},
): LogPlace => ({
  in: 'container',
  container: {namespace: pod.namespace ?? 'default', pod: pod.name, container},
  previous,
});

/** What its containers said, and how they ended. */
function podMoments(pod: Pod, cluster: Cluster): readonly Moment[] {
  const on = refOfPod(pod);
  const said = cluster.logs.of(on).flatMap((log) =>
    log.lines.flatMap((line) =>
      momentOf({
        at: line.at,
        lane: 'app',
        ref: on,
        quote: line.text,
        tone: toneOf(line),
        place: containerPlace(on, log),
      }),
    ),
  );
  const ended = containersOf(pod).flatMap(({status}) =>
    [status.state.terminated, status.lastState.terminated].flatMap((end) =>
      end === undefined
        ? []
        : momentOf({
            at: end.finishedAt,
            lane: 'status',
            ref: on,
            quote: `container ${status.name} ended: ${end.reason ?? 'unknown'}, exit ${String(end.exitCode ?? '?')}`,
            tone: end.exitCode === 0 ? 'plain' : 'warn',
          }),
    ),
  );
  return [...said, ...ended];
}

const toneOf = ({marks}: LogLine): Tone => (marks.length > 0 ? 'warn' : 'plain');

/** Recognised lines of the nodes: all of the kernel's, of others those that name an involved pod or one of its containers. */
function nodeMoments(nodes: readonly string[], pods: readonly Pod[], {logs}: Cluster): readonly Moment[] {
  const names = pods.flatMap(namesIn);
  const concerns = (text: string): boolean => names.some((name) => text.includes(name));
  return logs.nodes
    .filter(({node}) => nodes.includes(node))
    .flatMap(({node, layer, source, lines}) => {
      if (layer === 'app') return [];
      const place: LogPlace = {in: 'node', node, layer, source};
      return lines
        .filter(({text}) => layer === 'kernel' || concerns(text))
        .flatMap((line) =>
          momentOf({
            at: line.at,
            lane: layer,
            ref: refOfNode(node),
            quote: layer === 'kernel' ? kernelWords(line.text) : line.text,
            tone: toneOf(line),
            place,
          }),
        );
    });
}

/** How node logs name a pod: its name, its uid, the ids of its containers (runtimes shorten them). */
const namesIn = ({metadata, status}: Pod): readonly string[] => [
  metadata.name,
  ...(metadata.uid === undefined ? [] : [metadata.uid]),
  ...status.containerStatuses.flatMap(({containerID}) => containerID?.split('://').at(-1)?.slice(0, 12) ?? []),
];

const eventMoments = (refs: readonly Ref[], {events}: Cluster): readonly Moment[] =>
  refs.flatMap((on) =>
    events.of(on).flatMap(({last, reason, message, count, isWarning}) =>
      momentOf({
        at: last,
        lane: 'event',
        ref: on,
        quote: `${reason}${count > 1 ? ` ×${String(count)}` : ''}: ${message}`,
        tone: isWarning ? 'warn' : 'plain',
      }),
    ),
  );

/** From a while before the first of onset and evidence; at most so many, the youngest. */
function inView(
  others: readonly Moment[],
  evidence: readonly Moment[],
  onset: Milliseconds | undefined,
): readonly Moment[] {
  const first = Math.min(onset ?? Infinity, ...evidence.map(({when}) => when));
  if (first === Infinity) return others.slice(-MOMENTS_AT_MOST);
  const from = onset === undefined ? first - AROUND : Math.min(first, onset) - BEFORE;
  return others
    .filter(({when}) => when >= from)
    .sort((a, b) => a.when - b.when)
    .slice(-MOMENTS_AT_MOST);
}

/**
 * Evidence is quoted from lines and events that stand in the snapshot as well, and the log before a restart is at times
 * the present one: what says the same at the same moment is told once. It keeps its place in its log, and its proof.
 */
function joined(evidence: readonly Moment[], others: readonly Moment[]): Moment[] {
  const proofs = new Map(evidence.map((one) => [keyOf(one), one]));
  const byTime = Map.groupBy(proofs.values(), ({when}) => when);
  const quoted = new Set<Moment>();
  const told = others.map((one) => {
    const proof = (byTime.get(one.when) ?? []).find((other) => isQuoteOf(other, one));
    if (proof === undefined) return one;
    quoted.add(proof);
    return {...one, proof: proof.proof, tone: proof.tone};
  });
  const rest = [...proofs.values()].filter((one) => !quoted.has(one));
  return [...new Map([...told, ...rest].map((one) => [keyOf(one), one])).values()];
}

const isQuoteOf = (proof: Moment, {lane, ref: on, quote}: Moment): boolean =>
  lane === proof.lane &&
  refKey(on) === refKey(proof.ref) &&
  (quote.includes(proof.quote) || proof.quote.includes(quote));

const keyOf = ({at, lane, ref: on, quote}: Moment): string => `${at} ${lane} ${refKey(on)} ${quote}`;
