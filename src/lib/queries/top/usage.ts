import {UserError} from '../../model/failure.ts';
import {type Gap, type KubeletEndpoint, type Source, Unavailable} from '../../model/source.ts';
import type {NodeFacts, UsageReading, UsageSource} from '../../model/usage.ts';
import {cadvisorReading} from '../../parse/usage/cadvisor.ts';
import {resourceReading} from '../../parse/usage/resource.ts';
import {summaryReading} from '../../parse/usage/summary.ts';
import type {Kubelets} from './kubelets.ts';
import {type Asked, isAboutObject, nodesOfMetricsApi, podsOfMetricsApi} from './metrics-api.ts';

/** Interfaces of a kubelet that tell use, and how each is read. */
export const PAGES = {
  summary: {endpoint: 'stats/summary', read: (text: string) => summaryReading(text)},
  resource: {endpoint: 'metrics/resource', read: resourceReading},
  cadvisor: {endpoint: 'metrics/cadvisor', read: cadvisorReading},
} as const satisfies Readonly<
  Record<string, {endpoint: KubeletEndpoint; read: (text: string, node: string) => UsageReading | undefined}>
>;
export type KubeletSource = keyof typeof PAGES;

export interface Used {
  readonly reading: UsageReading;
  /** Undefined where nothing could be read. */
  readonly via: UsageSource | undefined;
  readonly gaps: readonly Gap[];
}

const NOTHING: UsageReading = {nodes: [], pods: []};

export interface UsageQuestion {
  readonly of: 'nodes' | 'pods';
  readonly from: 'auto' | UsageSource;
  readonly asked: Asked;
  /** Nodes whose kubelets are asked where it comes to that. */
  readonly nodes: () => Promise<readonly NodeFacts[]>;
  readonly signal?: AbortSignal | undefined;
}

/** Use from the interface that was named, or from the first that answers: metrics.k8s.io, else the kubelets. */
export async function readUsage(source: Source, kubelets: Kubelets, question: UsageQuestion): Promise<Used> {
  const {from} = question;
  if (from === 'prometheus') throw new Error('a store is asked by its own query');
  if (from !== 'auto' && from !== 'metrics-api') return fromKubelets(kubelets, from, question);
  try {
    return await fromMetricsApi(source, question);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    if (isAboutObject(error)) throw new UserError(error.gap.hint ?? '', undefined, {exit: 1, cause: error});
    if (from === 'metrics-api') throw notAvailable(error);
    const instead = await fromKubelets(kubelets, 'summary', question);
    return {...instead, gaps: [withoutServer(error.gap, instead), ...instead.gaps]};
  }
}

const notAvailable = (error: Unavailable): UserError =>
  new UserError(
    'Metrics API not available',
    `${error.gap.why}: ${error.gap.hint ?? error.gap.what}; --source summary asks the kubelets instead.`,
    {
      exit: 1,
      cause: error,
    },
  );

const withoutServer = ({why, hint}: Gap, {via}: Used): Gap => ({
  what: 'metrics.k8s.io',
  why,
  hint: via === undefined ? hint : `${hint === undefined ? '' : `${hint}; `}use is read from the kubelets`,
});

async function fromMetricsApi(source: Source, {of, asked, signal}: UsageQuestion): Promise<Used> {
  const reading =
    of === 'nodes'
      ? {nodes: await nodesOfMetricsApi(source, asked, signal), pods: []}
      : {nodes: [], pods: await podsOfMetricsApi(source, asked, signal)};
  return {reading, via: 'metrics-api', gaps: []};
}

/** Pages of all kubelets, joined. A page that is not what it should be is a gap like one that did not come. */
export async function fromKubelets(
  kubelets: Kubelets,
  which: KubeletSource,
  {nodes, signal}: Pick<UsageQuestion, 'nodes' | 'signal'>,
): Promise<Used> {
  const {endpoint, read} = PAGES[which];
  const names = (await nodes()).map(({name}) => name);
  const {pages, gaps} = await kubelets.read(names, endpoint, signal);
  const readings = pages.map(({node, text}) => ({node, reading: read(text, node)}));
  const odd = readings.filter(({reading}) => reading === undefined).map(({node}) => node);
  const strange: readonly Gap[] =
    odd.length === 0
      ? []
      : [{what: `${endpoint} of ${odd.join(', ')}`, why: 'failed', hint: 'the answer is no such page'}];
  return {
    reading: joined(readings.flatMap(({reading}) => reading ?? [])),
    via: readings.length > odd.length ? which : undefined,
    gaps: [...gaps, ...strange],
  };
}

export const joined = (readings: readonly UsageReading[]): UsageReading =>
  readings.length === 0
    ? NOTHING
    : {nodes: readings.flatMap(({nodes}) => nodes), pods: readings.flatMap(({pods}) => pods)};
