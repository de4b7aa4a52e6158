import {intern, type Words} from '../../model/schema.ts';
import type {ContainerUsage, NodeUsage, PodUsage, Usage} from '../../model/usage.ts';
import {JsonWalk} from '../json-walk.ts';
import {bytesOf, nanocores} from './amount.ts';
import {seconds} from './seconds.ts';

/** Which parts of a PodMetrics are kept: on 50,000 pods what nobody looks at is most of the memory. */
export interface Detail {
  readonly containers: boolean;
  readonly labels: boolean;
}

const WHOLE: Detail = {containers: true, labels: true};

/** A PodMetricsList or one PodMetrics of metrics.k8s.io (v1 and v1beta1 are the same); undefined for what is neither. */
export const podMetrics = (page: string, detail: Detail = WHOLE): readonly PodUsage[] | undefined =>
  itemsOf(page, 'PodMetrics', detail)?.map(({name, namespace, labels, usage, containers}) => ({
    namespace,
    name,
    labels,
    usage,
    containers,
    volumes: NO_VOLUMES,
  }));

const NO_VOLUMES: PodUsage['volumes'] = Object.freeze([]);
const NO_DISKS: NodeUsage['disks'] = Object.freeze([]);

/** A NodeMetricsList or one NodeMetrics. */
export const nodeMetrics = (page: string): readonly NodeUsage[] | undefined =>
  itemsOf(page, 'NodeMetrics', WHOLE)?.map(({name, labels, usage}) => ({name, labels, usage, disks: NO_DISKS}));

interface Item {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Words | undefined;
  readonly usage: Usage;
  readonly containers: readonly ContainerUsage[];
}

function itemsOf(page: string, kind: string, detail: Detail): readonly Item[] | undefined {
  if (!/^\s*\{/.test(page)) return undefined;
  try {
    return new Reader(page, detail).items(kind);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const NO_CONTAINERS: readonly ContainerUsage[] = Object.freeze([]);

class Reader {
  readonly #walk: JsonWalk;
  readonly #again: () => JsonWalk;
  readonly #detail: Detail;

  constructor(page: string, detail: Detail) {
    this.#walk = new JsonWalk(page);
    this.#again = () => new JsonWalk(page);
    this.#detail = detail;
  }

  items(kind: string): readonly Item[] | undefined {
    const items: Item[] = [];
    let found: string | undefined;
    this.#walk.object((key) => {
      if (key === 'kind') found = this.#walk.text();
      else if (key === 'items') this.#walk.list(() => items.push(this.#item(this.#walk)));
      else this.#walk.skip();
    });
    if (found === `${kind}List`) return items;
    return found === kind ? [this.#item(this.#again())] : undefined;
  }

  #item(walk: JsonWalk): Item {
    let [name, namespace] = ['', ''];
    let labels: Words | undefined;
    let [at, window]: Array<string | undefined> = [];
    let own: Usage | undefined;
    let containers: readonly ContainerUsage[] = NO_CONTAINERS;
    const sum: Sum = {cpu: 0, memory: 0, swap: undefined};
    walk.object((key) => {
      if (key === 'metadata')
        walk.object((field) => {
          if (field === 'name') name = walk.text() ?? '';
          else if (field === 'namespace') namespace = intern(walk.text() ?? '');
          else if (field === 'labels' && this.#detail.labels) labels = wordsIn(walk);
          else walk.skip();
        });
      else if (key === 'timestamp') at = stamp(walk);
      else if (key === 'window') window = walk.text();
      else if (key === 'usage') own = usageIn(walk);
      else if (key === 'containers') containers = this.#containers(walk, sum);
      else walk.skip();
    });
    const used = own ?? {cpu: sum.cpu, memory: sum.memory, ...(sum.swap === undefined ? {} : {swapBytes: sum.swap})};
    return {name, namespace, labels, usage: {...used, at, windowSeconds: seconds(window)}, containers};
  }

  /** A pod uses what its containers use; the interface says nothing about the pod itself. */
  #containers(walk: JsonWalk, sum: Sum): readonly ContainerUsage[] {
    const kept: ContainerUsage[] = [];
    walk.list(() => {
      let [name, usage]: [string, Usage] = ['', {}];
      walk.object((key) => {
        if (key === 'name' && this.#detail.containers) name = intern(walk.text() ?? '');
        else if (key === 'usage') usage = usageIn(walk);
        else walk.skip();
      });
      sum.cpu += usage.cpu ?? 0;
      sum.memory += usage.memory ?? 0;
      if (usage.swapBytes !== undefined) sum.swap = (sum.swap ?? 0) + usage.swapBytes;
      if (this.#detail.containers) kept.push({name, usage});
    });
    return kept.length === 0 ? NO_CONTAINERS : kept;
  }
}

interface Sum {
  cpu: number;
  memory: number;
  swap: number | undefined;
}

function usageIn(walk: JsonWalk): Usage {
  const used: {cpu?: number | undefined; memory?: number | undefined; swapBytes?: number | undefined} = {};
  walk.object((key) => {
    if (key === 'cpu') used.cpu = nanocores(walk.text());
    else if (key === 'memory') used.memory = bytesOf(walk.text());
    else if (key === 'swap') used.swapBytes = bytesOf(walk.text());
    else walk.skip();
  });
  return used;
}

function wordsIn(walk: JsonWalk): Words {
  const words: Record<string, string> = {};
  walk.object((key) => {
    words[intern(key)] = intern(walk.text() ?? '');
  });
  return words;
}

/** Pods of one reading share a few moments. */
const stamp = (walk: JsonWalk): string | undefined => {
  const text = walk.text();
  return text === undefined ? undefined : intern(text);
};
