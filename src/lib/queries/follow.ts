import type {Cluster} from '../model/cluster.ts';
import {ref} from '../model/ref.ts';
import type {Lead} from '../model/rule.ts';
import type {ContainerLog, LogLine, NodeLog} from '../model/snapshot.ts';
import {type Gap, type KubeletEndpoint, proxyPath, type Source, Unavailable} from '../model/source.ts';
import {stamped} from '../parse/log-time.ts';
import {matcher} from '../patterns/_match.ts';
import {patterns} from '../patterns/index.ts';
import type {GatherOptions} from './gather.ts';

/** What following leads has brought so far. Keys of leads already followed are in `asked`, so no answer is fetched twice. */
export interface Followed {
  readonly containerLogs: readonly ContainerLog[];
  readonly nodeLogs: readonly NodeLog[];
  readonly kubelet: ReadonlyMap<string, ReadonlyMap<KubeletEndpoint, string>>;
  readonly pages: ReadonlyMap<string, string>;
  readonly gaps: readonly Gap[];
  readonly leadsSeen: ReadonlySet<string>;
}

export const nothingFollowed = (): Followed => ({
  containerLogs: [],
  nodeLogs: [],
  kubelet: new Map(),
  pages: new Map(),
  gaps: [],
  leadsSeen: new Set(),
});

/** A cluster on fire has thousands of leads; the first rules' leads are the most telling, and this many answers are enough. */
const LEADS_AT_MOST = 600;
const TAIL_LINES = 100;
const LOG_BYTES = 262_144;
const LINE_AT_MOST = 4096;
/** Recognised lines kept of one node log, from its end. */
const SIGNS_AT_MOST = 1000;
/** Streams in flight; the transport has its own limit below this. */
const AT_ONCE = 16;

const match = matcher(patterns);

export async function follow(
  source: Source,
  cluster: Cluster,
  sofar: Followed,
  options: GatherOptions,
): Promise<Followed> {
  const leads = freshLeads(cluster, sofar, options);
  const answers = await inParallel(leads, AT_ONCE, async (lead) => answerTo(source, lead, cluster, options));
  const kubelet = new Map([...sofar.kubelet].map(([node, pages]) => [node, new Map(pages)]));
  const pages = new Map(sofar.pages);
  for (const {kubeletPage, page} of answers) {
    if (kubeletPage !== undefined)
      kubelet.set(
        kubeletPage.node,
        new Map([...(kubelet.get(kubeletPage.node) ?? []), [kubeletPage.endpoint, kubeletPage.text]]),
      );
    if (page !== undefined) pages.set(page.path, page.text);
  }
  return {
    containerLogs: [...sofar.containerLogs, ...answers.flatMap(({log}) => (log === undefined ? [] : [log]))],
    nodeLogs: [...sofar.nodeLogs, ...answers.flatMap(({nodeLogs = []}) => nodeLogs)],
    kubelet,
    pages,
    gaps: [...sofar.gaps, ...answers.flatMap(({gap}) => (gap === undefined ? [] : [gap]))],
    leadsSeen: new Set([...sofar.leadsSeen, ...leads.map(keyOf)]),
  };
}

function freshLeads(cluster: Cluster, {leadsSeen}: Followed, {rules, namespace}: GatherOptions): readonly Lead[] {
  const byKey = new Map<string, Lead>();
  for (const rule of Object.values(rules)) {
    for (const lead of rule.leads?.(cluster) ?? []) {
      const key = keyOf(lead);
      if (!leadsSeen.has(key) && !byKey.has(key)) byKey.set(key, lead);
    }
  }
  const isNear = (lead: Lead): boolean =>
    namespace === undefined || lead.want !== 'pod-log' || lead.container.namespace === namespace;
  const all = [...byKey.values()];
  return [...all.filter(isNear), ...all.filter((lead) => !isNear(lead))].slice(0, LEADS_AT_MOST);
}

function keyOf(lead: Lead): string {
  switch (lead.want) {
    case 'pod-log':
      return `log ${lead.container.namespace}/${lead.container.pod}/${lead.container.container} ${lead.previous === true ? 'previous' : 'current'}`;
    case 'node-log':
      return `node ${lead.node} ${lead.query.layer}`;
    case 'kubelet':
      return `kubelet ${lead.node} ${lead.endpoint}`;
    case 'raw':
      return lead.path;
    case 'proxy':
      return proxyPath(lead.target);
  }
}

interface Answer {
  readonly log?: ContainerLog;
  readonly nodeLogs?: readonly NodeLog[];
  readonly kubeletPage?: {readonly node: string; readonly endpoint: KubeletEndpoint; readonly text: string};
  readonly page?: {readonly path: string; readonly text: string};
  readonly gap?: Gap;
}

async function answerTo(source: Source, lead: Lead, cluster: Cluster, {signal}: GatherOptions): Promise<Answer> {
  try {
    return await fetched(source, lead, cluster.now, signal);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return {gap: lead.want === 'pod-log' ? {...error.gap, namespace: lead.container.namespace} : error.gap};
  }
}

async function fetched(source: Source, lead: Lead, now: Date, signal: AbortSignal | undefined): Promise<Answer> {
  switch (lead.want) {
    case 'pod-log': {
      const {container, previous = false, tail = TAIL_LINES} = lead;
      const text = await source.podLogs(container, {previous, tail, limitBytes: LOG_BYTES}, signal);
      return {
        log: {
          pod: ref('Pod', container.namespace, container.pod),
          container: container.container,
          previous,
          lines: podLines(text, now),
        },
      };
    }
    case 'node-log': {
      const files = await source.nodeLogs(lead.node, lead.query, signal);
      return {
        nodeLogs: files.map(({source: file, text}) => ({
          node: lead.node,
          layer: lead.query.layer,
          source: file,
          lines: signs(text, lead.query.layer, now),
        })),
      };
    }
    case 'kubelet':
      return {
        kubeletPage: {
          node: lead.node,
          endpoint: lead.endpoint,
          text: await source.kubelet(lead.node, lead.endpoint, signal),
        },
      };
    case 'raw':
      return {page: {path: lead.path, text: await source.raw(lead.path, signal)}};
    case 'proxy':
      return {page: {path: proxyPath(lead.target), text: await source.proxy(lead.target, signal)}};
  }
}

/** Core components run in pods too, so both families of patterns are tried. */
const podLines = (text: string, now: Date): readonly LogLine[] =>
  linesOf(text).map((line) => {
    const {at, text: said} = stamped(line, now);
    return {at, text: said, marks: match(said, ['app', 'component'])};
  });

/** Of a node's log only what a pattern recognises is kept. */
const signs = (text: string, layer: NodeLog['layer'], now: Date): readonly LogLine[] =>
  linesOf(text)
    .flatMap((line): LogLine[] => {
      const marks = match(line, [layer]);
      return marks.length === 0 ? [] : [{...stamped(line, now), marks}];
    })
    .slice(-SIGNS_AT_MOST);

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line).slice(0, LINE_AT_MOST))
    .filter((line) => line !== '');

/** Answers in the order of the questions, at most `atOnce` under way. */
async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  ask: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const out: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [at, item] of queue) out[at] = await ask(item);
  };
  await Promise.all(Array.from({length: Math.min(atOnce, items.length)}, worker));
  return out;
}
