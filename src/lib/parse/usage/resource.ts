import type {NodeUsage, UsageReading} from '../../model/usage.ts';
import {samplesNamed} from '../exposition/read.ts';
import {type Draft, emptyDraft, stampOf, type Take, Tally, TAKES, usageOf} from './tally.ts';

/** The kubelet's /metrics/resource, which metrics-server reads: CPU as a counter, so that two readings make a rate. */

const LEVELS = ['node', 'pod', 'container'] as const;
const NAMES: ReadonlyMap<string, {readonly level: (typeof LEVELS)[number]; readonly take: Take}> = new Map(
  LEVELS.flatMap((level) => Object.entries(TAKES).map(([name, take]) => [`${level}_${name}`, {level, take}])),
);

/** The page as a reading; undefined for what is no such page. */
export function resourceReading(page: string, node: string): UsageReading | undefined {
  const tally = new Tally();
  const own = emptyDraft();
  let isThere = false;
  for (const [name, samples] of samplesNamed(page, NAMES.keys(), ['namespace', 'pod', 'container'])) {
    const meaning = NAMES.get(name);
    if (meaning === undefined) continue;
    for (const sample of samples) {
      const {namespace = '', pod = '', container = ''} = sample.labels;
      const draft: Draft = meaning.level === 'node' ? own : tally.of(namespace, pod, container);
      meaning.take(draft, sample.value);
      // The moment of CPU and memory: swap is stamped when the page is asked for.
      if (!name.includes('swap')) draft.at = stampOf(sample) ?? draft.at;
      isThere = true;
    }
  }
  if (!isThere) return undefined;
  const nodes: readonly NodeUsage[] = [{name: node, usage: usageOf(own), disks: []}];
  return {nodes, pods: tally.pods(node)};
}
