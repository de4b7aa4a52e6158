import {isObject, map, word} from '../../model/schema.ts';
import type {NodeUsage, PodUsage, Usage} from '../../model/usage.ts';
import {bytesOf, nanocores} from './amount.ts';
import {seconds} from './seconds.ts';

type Fields = Readonly<Record<string, unknown>>;
const fields = (raw: unknown): Fields => (isObject(raw) ? raw : {});

/** A PodMetricsList or one PodMetrics of metrics.k8s.io (v1 and v1beta1 are the same); undefined for what is neither. */
export function podMetrics(page: string): readonly PodUsage[] | undefined {
  const items = itemsOf(page, /^PodMetrics(?:List)?$/);
  return items?.map(podOf);
}

/** A NodeMetricsList or one NodeMetrics. */
export function nodeMetrics(page: string): readonly NodeUsage[] | undefined {
  const items = itemsOf(page, /^NodeMetrics(?:List)?$/);
  return items?.map((item) => {
    const meta = fields(item['metadata']);
    return {
      name: word(meta['name']) ?? '',
      labels: map(meta['labels']),
      usage: {...usageOf(item['usage']), ...stampOf(item)},
      disks: [],
    };
  });
}

function itemsOf(page: string, kind: RegExp): readonly Fields[] | undefined {
  const raw = json(page);
  if (!isObject(raw) || typeof raw['kind'] !== 'string' || !kind.test(raw['kind'])) return undefined;
  return raw['kind'].endsWith('List') ? (Array.isArray(raw['items']) ? raw['items'].map(fields) : []) : [raw];
}

function json(page: string): unknown {
  try {
    return JSON.parse(page);
  } catch {
    return undefined;
  }
}

function podOf(item: Fields): PodUsage {
  const meta = fields(item['metadata']);
  const containers = (Array.isArray(item['containers']) ? item['containers'] : []).map((raw: unknown) => {
    const one = fields(raw);
    return {name: word(one['name']) ?? '', usage: usageOf(one['usage'])};
  });
  return {
    namespace: word(meta['namespace']) ?? '',
    name: word(meta['name']) ?? '',
    labels: map(meta['labels']),
    usage: {...summed(containers.map(({usage}) => usage)), ...stampOf(item)},
    containers,
    volumes: [],
  };
}

const stampOf = (item: Fields): Usage => ({at: word(item['timestamp']), windowSeconds: seconds(item['window'])});

function usageOf(raw: unknown): Usage {
  const used = fields(raw);
  const swap = bytesOf(used['swap']);
  return {
    cpu: nanocores(used['cpu']),
    memory: bytesOf(used['memory']),
    ...(swap === undefined ? {} : {swapBytes: swap}),
  };
}

/** A pod uses what its containers use; the interface says nothing about the pod itself. */
function summed(all: readonly Usage[]): Usage {
  let [cpu, memory] = [0, 0];
  for (const one of all) {
    cpu += one.cpu ?? 0;
    memory += one.memory ?? 0;
  }
  const swap = all.some(({swapBytes}) => swapBytes !== undefined)
    ? {swapBytes: all.reduce((sum, {swapBytes = 0}) => sum + swapBytes, 0)}
    : {};
  return {cpu, memory, ...swap};
}
