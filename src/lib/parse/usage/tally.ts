import type {Sample} from '../../model/exposition.ts';
import type {ContainerUsage, Counters, PodUsage, Usage} from '../../model/usage.ts';

/** Samples of a page of a kubelet gathered by pod and container: what each of them says about one thing. */

export interface Draft {
  cpu?: number;
  memory?: number;
  rssBytes?: number;
  memoryWithCacheBytes?: number;
  swapBytes?: number;
  startedAt?: string;
  at?: string | undefined;
  counters: {-readonly [K in keyof Counters]?: number};
}

interface PodDraft {
  readonly namespace: string;
  readonly name: string;
  readonly own: Draft;
  readonly containers: Map<string, Draft>;
}

export const emptyDraft = (): Draft => ({counters: {}});

export class Tally {
  readonly #pods = new Map<string, PodDraft>();

  /** The draft of a container, or of the pod itself where no container is named. */
  of(namespace: string, pod: string, container: string): Draft {
    const key = `${namespace}/${pod}`;
    let known = this.#pods.get(key);
    if (known === undefined)
      this.#pods.set(key, (known = {namespace, name: pod, own: emptyDraft(), containers: new Map()}));
    if (container === '') return known.own;
    let draft = known.containers.get(container);
    if (draft === undefined) known.containers.set(container, (draft = emptyDraft()));
    return draft;
  }

  /** Pods with their containers; a pod uses what its containers use, as kubectl counts. */
  pods(node: string): readonly PodUsage[] {
    return [...this.#pods.values()].map(({namespace, name, own, containers}) => {
      const used = [...containers].map(([called, draft]): ContainerUsage => ({name: called, usage: usageOf(draft)}));
      return {namespace, name, node, usage: podUsage(own, used), containers: used, volumes: []};
    });
  }
}

export const usageOf = ({counters, ...draft}: Draft): Usage => ({
  ...draft,
  ...(Object.keys(counters).length === 0 ? {} : {counters}),
});

function podUsage(own: Draft, containers: readonly ContainerUsage[]): Usage {
  if (containers.length === 0) return usageOf(own);
  const of = (what: 'memory' | 'rssBytes' | 'memoryWithCacheBytes' | 'swapBytes'): number | undefined =>
    sum(containers.map(({usage}) => usage[what])) ?? own[what];
  const count = (what: keyof Counters): number | undefined =>
    sum(containers.map(({usage}) => usage.counters?.[what])) ?? own.counters[what];
  const counters: Counters = {
    ...own.counters,
    cpuNanoseconds: count('cpuNanoseconds'),
    readBytes: count('readBytes'),
    writtenBytes: count('writtenBytes'),
    periods: count('periods'),
    throttledPeriods: count('throttledPeriods'),
  };
  return {
    at: containers[0]?.usage.at ?? own.at,
    startedAt: own.startedAt ?? containers[0]?.usage.startedAt,
    memory: of('memory'),
    rssBytes: of('rssBytes'),
    memoryWithCacheBytes: of('memoryWithCacheBytes'),
    swapBytes: of('swapBytes'),
    counters,
  };
}

function sum(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

/** What a sample of this name says. */
export type Take = (draft: Draft, value: number) => void;

export const stampOf = ({timestamp}: Sample): string | undefined =>
  timestamp === undefined ? undefined : new Date(timestamp).toISOString();

const NANO = 1e9;

/** Names that both pages of the kubelet use, and what each says. Seconds of CPU become nanoseconds. */
export const TAKES: Readonly<Record<string, Take>> = {
  cpu_usage_seconds_total: (draft, value) => {
    draft.counters.cpuNanoseconds = Math.round(value * NANO);
  },
  memory_working_set_bytes: (draft, value) => {
    draft.memory = value;
  },
  start_time_seconds: (draft, value) => {
    draft.startedAt = new Date(value * 1000).toISOString();
  },
  swap_usage_bytes: (draft, value) => {
    draft.swapBytes = value;
  },
};
