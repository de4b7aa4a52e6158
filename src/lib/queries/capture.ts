import {asked, type BundleSummary, type BundleWriter, type Sample} from '../model/bundle.ts';
import {containersOf, type PodContainer} from '../model/containers.ts';
import type {Node} from '../model/kube/cluster.ts';
import {isObject} from '../model/schema.ts';
import type {Snapshot} from '../model/snapshot.ts';
import {type ContainerRef, type NodeLogQuery, type Scope, type Source, Unavailable} from '../model/source.ts';
import {SECOND} from '../model/time.ts';

export interface CaptureOptions {
  /** What was asked about. Objects are read as doctor reads them: cluster-wide, where rights allow. */
  readonly namespace?: string | undefined;
  /** Go on sampling events and usage for so long. */
  readonly durationMs?: number | undefined;
  readonly signal: AbortSignal;
  /** What doctor reads: run through a recorder, so that `doctor --from` has what doctor had. */
  readonly gather: (source: Source) => Promise<Snapshot>;
  readonly onProgress?: ((doing: string) => void) | undefined;
  /** Between two samples. */
  readonly everyMs?: number | undefined;
}

const EVERY_MS = 15 * SECOND;
/** Up to so many nodes all are looked at; in a larger cluster those in trouble, and no more than this. */
const NODES_AT_MOST = 20;
const CONTAINERS_AT_MOST = 200;
const LOG_TAIL = 1000;
const AT_ONCE = 8;
const LAYERS: ReadonlyArray<NodeLogQuery['layer']> = ['kernel', 'runtime', 'component'];

/**
 * Writes what doctor reads, and what a person wants to look at beyond it. Interrupted before it has read what doctor
 * needs, it leaves nothing; interrupted while it samples, it keeps what it has.
 */
export async function capture(source: Source, options: CaptureOptions, writer: BundleWriter): Promise<BundleSummary> {
  try {
    await keepServiceNames(source, writer, options.signal);
    const recorded = writer.record(source);
    const from = source.now();
    const snapshot = await options.gather(recorded);
    options.onProgress?.('reading nodes, metrics and logs');
    const nodes = nodesToWatch(snapshot, options.namespace);
    await extras(recorded, snapshot, nodes, writer, options);
    options.signal.throwIfAborted();
    await watchWindow(source, {namespace: snapshot.namespace}, nodes, writer, options);
    options.onProgress?.('writing the bundle');
    const {context, server, version} = source.origin;
    const at = {from: from.toISOString(), to: source.now().toISOString()};
    return await writer.finish({
      origin: {context, server, version},
      takenAt: snapshot.now.toISOString(),
      window: at,
      namespace: options.namespace,
    });
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** An env value that is the bare name of a Service, or its namespace, is an address: known before the first pod is written. */
async function keepServiceNames(source: Source, writer: BundleWriter, signal: AbortSignal): Promise<void> {
  await ifAvailable(async () => {
    for await (const page of source.list('Service', {}, signal)) {
      const names = page.flatMap(({metadata}) => (isObject(metadata) ? [metadata['name'], metadata['namespace']] : []));
      writer.keepNames(names.filter((name) => typeof name === 'string'));
    }
  });
}

/** A refusal is a gap in the bundle by now; it stops nothing else. */
async function ifAvailable(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

type Question = readonly [question: string, ask: () => Promise<unknown>];

/** What doctor did not ask for, once each. */
async function extras(
  source: Source,
  snapshot: Snapshot,
  nodes: readonly string[],
  writer: BundleWriter,
  options: CaptureOptions,
): Promise<void> {
  const {signal} = options;
  const metrics = ['/apis/metrics.k8s.io/v1beta1/nodes', '/apis/metrics.k8s.io/v1beta1/pods'];
  const questions: Question[] = [
    ...nodes.flatMap((node) => nodeQuestions(source, node, writer.nodeLogBytes, signal)),
    ...metrics.map((path): Question => [asked.page(path), async () => source.raw(path, signal)]),
    ...logQuestions(source, snapshot, writer, options),
  ];
  const queue = questions.values();
  const worker = async (): Promise<void> => {
    for (const [question, ask] of queue) if (!writer.has(question)) await ifAvailable(ask);
  };
  await Promise.all(Array.from({length: AT_ONCE}, worker));
}

const nodeQuestions = (source: Source, node: string, tailBytes: number, signal: AbortSignal): Question[] => [
  ...(['stats/summary', 'metrics/cadvisor'] as const).map((endpoint): Question => [
    asked.kubelet(node, endpoint),
    async () => source.kubelet(node, endpoint, signal),
  ]),
  ...LAYERS.map((layer): Question => [
    asked.nodeLog(node, layer),
    async () => source.nodeLogs(node, {layer, tailBytes}, signal),
  ]),
];

function logQuestions(
  source: Source,
  {objects}: Snapshot,
  writer: BundleWriter,
  {namespace, signal}: CaptureOptions,
): Question[] {
  const isNear = ({podRef}: PodContainer): boolean => namespace === undefined || podRef.namespace === namespace;
  const all = (objects.Pod ?? []).flatMap((pod) => containersOf(pod).filter(isTroubled));
  const wanted = [...all.filter(isNear), ...all.filter((one) => !isNear(one))];
  const more = wanted.length - CONTAINERS_AT_MOST;
  if (more > 0)
    writer.gap({
      what: `logs of ${more} more containers in trouble`,
      why: 'truncated',
      hint: `The bundle has those of ${CONTAINERS_AT_MOST}.`,
    });
  return wanted.slice(0, CONTAINERS_AT_MOST).flatMap(({podRef, status}) => {
    const ref: ContainerRef = {namespace: podRef.namespace ?? 'default', pod: podRef.name, container: status.name};
    const question = (previous: boolean): Question => [
      asked.podLog(ref, previous),
      async () => source.podLogs(ref, {previous, tail: LOG_TAIL}, signal),
    ];
    const hasRun =
      status.state.running !== undefined || (status.containerID !== undefined && status.containerID !== '');
    return [...(hasRun ? [question(false)] : []), ...((status.restartCount ?? 0) > 0 ? [question(true)] : [])];
  });
}

/** Restarted, failed, or not ready: also one that merely starts, whose first lines are worth having. */
const isTroubled = ({status: {state, lastState, ready, restartCount}}: PodContainer): boolean =>
  (restartCount ?? 0) > 0 ||
  lastState.terminated !== undefined ||
  (state.terminated === undefined ? ready !== true : (state.terminated.exitCode ?? 0) !== 0);

/** Names of the nodes whose kubelet pages and logs are read: of a namespace, those its pods run on. */
function nodesToWatch({objects}: Snapshot, namespace: string | undefined): readonly string[] {
  const pods = (objects.Pod ?? []).filter(({metadata}) => namespace === undefined || metadata.namespace === namespace);
  const used = new Set(pods.flatMap(({nodeName}) => (nodeName === undefined ? [] : [nodeName])));
  const nodes = objects.Node ?? [];
  const near =
    namespace === undefined ? nodes : nodes.filter((node) => used.has(node.metadata.name) || isInTrouble(node));
  const names = (list: readonly Node[]): string[] => list.map(({metadata}) => metadata.name);
  if (nodes.length === 0) return [...used].slice(0, NODES_AT_MOST);
  return names(near.length <= NODES_AT_MOST ? near : near.filter(isInTrouble)).slice(0, NODES_AT_MOST);
}

/** Not ready, or under pressure. A condition without a word about it is no trouble. */
const isInTrouble = ({status}: Node): boolean =>
  status.conditions.some(
    ({type, status: is}) => is !== undefined && (type === 'Ready' ? is !== 'True' : is === 'True'),
  );

/** Events and usage, over and over until the time is up or the person has had enough. */
async function watchWindow(
  source: Source,
  scope: Scope,
  nodes: readonly string[],
  writer: BundleWriter,
  options: CaptureOptions,
): Promise<void> {
  const {durationMs = 0, everyMs = EVERY_MS, signal} = options;
  const seen = new Map<string, string>();
  for (let passed = 0; passed < durationMs && !signal.aborted;) {
    const wait = Math.min(everyMs, durationMs - passed);
    options.onProgress?.(
      `sampling, ${Math.ceil((durationMs - passed) / SECOND)} s left; Ctrl-C ends it and keeps what is there`,
    );
    await pause(wait, signal);
    passed += wait;
    await untilInterrupted(signal, async () => {
      await sampleEvents(source, scope, seen, writer, signal);
      for (const node of nodes) await sampleUsage(source, node, writer, signal);
    });
  }
}

/** What an interrupt breaks off is no failure here. */
async function untilInterrupted(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    if (!signal.aborted) await work();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const stop = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      done();
    };
    const timer = setTimeout(stop, ms);
    signal.addEventListener('abort', stop);
  });

/** Only events that are new or have changed since the last look. */
async function sampleEvents(
  source: Source,
  scope: Scope,
  seen: Map<string, string>,
  writer: BundleWriter,
  signal: AbortSignal,
): Promise<void> {
  // Where events could not be listed at first, they cannot be now; the gap is there already.
  await ifAvailable(async () => {
    for await (const page of source.list('Event', scope, signal)) {
      const changed = page.filter(({metadata}) => {
        const {uid, resourceVersion} = isObject(metadata) ? metadata : {};
        if (typeof uid !== 'string' || typeof resourceVersion !== 'string' || seen.get(uid) === resourceVersion)
          return false;
        seen.set(uid, resourceVersion);
        return true;
      });
      await writer.objects('Event', changed);
      if (changed.length > 0) writer.listed('Event', scope, false);
    }
  });
}

async function sampleUsage(source: Source, node: string, writer: BundleWriter, signal: AbortSignal): Promise<void> {
  await ifAvailable(async () => {
    await writer.sample(usage(await source.kubelet(node, 'stats/summary', signal), node, source.now().toISOString()));
  });
}

/** CPU and memory of a node and its pods, from the kubelet's /stats/summary. */
export function usage(summary: string, node: string, at: string): readonly Sample[] {
  const page = parsed(summary);
  const pods = Array.isArray(page['pods']) ? page['pods'].filter(isObject) : [];
  const ofPods = pods.map((pod): Sample => {
    const {namespace, name} = isObject(pod['podRef']) ? pod['podRef'] : {};
    return {
      at,
      node,
      ...(typeof namespace === 'string' ? {namespace} : {}),
      ...(typeof name === 'string' ? {pod: name} : {}),
      ...cpuAndMemory(pod),
    };
  });
  return [...(isObject(page['node']) ? [{at, node, ...cpuAndMemory(page['node'])}] : []), ...ofPods];
}

function cpuAndMemory({cpu, memory}: Readonly<Record<string, unknown>>): Pick<Sample, 'cpuNanoCores' | 'memoryBytes'> {
  const {usageNanoCores} = isObject(cpu) ? cpu : {};
  const {workingSetBytes} = isObject(memory) ? memory : {};
  return {
    ...(typeof usageNanoCores === 'number' ? {cpuNanoCores: usageNanoCores} : {}),
    ...(typeof workingSetBytes === 'number' ? {memoryBytes: workingSetBytes} : {}),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
