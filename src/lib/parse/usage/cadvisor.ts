import type {Labels, Sample} from '../../model/exposition.ts';
import type {UsageReading} from '../../model/usage.ts';
import {samplesNamed} from '../exposition/read.ts';
import {type Draft, emptyDraft, stampOf, type Take, Tally, TAKES, usageOf} from './tally.ts';

/**
 * The kubelet's /metrics/cadvisor: every cgroup of the node. A row without a container is a pod (or the node, `/`); the
 * pause container is called POD and is nobody's. Before Kubernetes 1.16 the labels were `pod_name` and `container_name`.
 */

const set =
  (key: 'rssBytes' | 'memoryWithCacheBytes' | 'swapBytes'): Take =>
  (draft, value) => {
    draft[key] = value;
  };
/** Of devices and interfaces there may be several. */
const add =
  (key: keyof Draft['counters']): Take =>
  (draft, value) => {
    draft.counters[key] = (draft.counters[key] ?? 0) + value;
  };

const NAMES: ReadonlyMap<string, Take> = new Map([
  ...Object.entries(TAKES).map(([name, take]): [string, Take] => [`container_${name}`, take]),
  ['container_memory_rss', set('rssBytes')],
  ['container_memory_usage_bytes', set('memoryWithCacheBytes')],
  ['container_memory_swap', set('swapBytes')],
  ['container_network_receive_bytes_total', add('receivedBytes')],
  ['container_network_transmit_bytes_total', add('sentBytes')],
  ['container_fs_reads_bytes_total', add('readBytes')],
  ['container_fs_writes_bytes_total', add('writtenBytes')],
  ['container_cpu_cfs_periods_total', add('periods')],
  ['container_cpu_cfs_throttled_periods_total', add('throttledPeriods')],
]);

const LABELS = ['namespace', 'pod', 'pod_name', 'container', 'container_name', 'id', 'cpu', 'interface', 'device'];

/** The page as a reading; undefined for what is no such page. */
export function cadvisorReading(page: string, node: string): UsageReading | undefined {
  const tally = new Tally();
  const own = emptyDraft();
  let isThere = false;
  for (const [name, samples] of samplesNamed(page, NAMES.keys(), LABELS)) {
    const take = NAMES.get(name);
    if (take === undefined) continue;
    for (const sample of samples) {
      isThere = true;
      const draft = isCounted(sample.labels) ? draftOf(sample, tally, own) : undefined;
      if (draft === undefined) continue;
      take(draft, sample.value);
      if (name === 'container_cpu_usage_seconds_total') draft.at = stampOf(sample) ?? draft.at;
    }
  }
  return isThere ? {nodes: [{name: node, usage: usageOf(own), disks: []}], pods: tally.pods(node)} : undefined;
}

/** The sum over all CPUs rather than each of them; what leaves the machine rather than what talks to itself. */
const isCounted = ({cpu, interface: name}: Labels): boolean => (cpu === undefined || cpu === 'total') && name !== 'lo';

function draftOf({labels, name}: Sample, tally: Tally, own: Draft): Draft | undefined {
  const {namespace = '', pod = labels['pod_name'] ?? '', container = labels['container_name'] ?? '', id} = labels;
  if (pod === '') return id === '/' ? own : undefined;
  // The network is the pod's; old kubelets say so in the pause container's name.
  if (name.startsWith('container_network_')) return tally.of(namespace, pod, '');
  return container === 'POD' ? undefined : tally.of(namespace, pod, container);
}
