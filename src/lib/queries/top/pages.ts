import {UserError} from '../../model/failure.ts';
import type {NodeFacts, PodFacts, UsageReading, UsageSource} from '../../model/usage.ts';
import {savedPage} from '../../parse/usage/page.ts';
import {completed} from './merge.ts';
import {meanSinceStart} from './rates.ts';
import type {TopAnswer} from './reader.ts';
import {joined} from './usage.ts';

export interface PageText {
  readonly name: string;
  readonly text: string;
}

/** Saved pages as an answer: pages of several nodes are joined, pages of several interfaces complete each other. */
export function answerOfPages(pages: readonly PageText[], now: Date): TopAnswer & {readonly isMean: boolean} {
  const readings = new Map<UsageSource, UsageReading[]>();
  const pods: PodFacts[] = [];
  const nodes: NodeFacts[] = [];
  for (const {name, text} of pages) {
    const page = savedPage(text, nodeNameOf(name));
    if (page === undefined) throw notAPage(name);
    if (page.is === 'pods') pods.push(...page.pods);
    else if (page.is === 'nodes') nodes.push(...page.nodes);
    else readings.set(page.via, [...(readings.get(page.via) ?? []), page.reading]);
  }
  const [first, ...more] = [...readings].map(([via, all]) => ({via, reading: joined(all)}));
  const whole = more.reduce((reading, one) => completed(reading, one.reading), first?.reading ?? joined([]));
  const {reading, isMean} = meanSinceStart(whole);
  return {
    takenAt: latest(reading) ?? now,
    usage: reading,
    pods: pods.length === 0 ? undefined : pods,
    nodes: nodes.length === 0 ? undefined : nodes,
    ownerOf: (namespace, owner) => (owner === undefined ? undefined : {...owner, namespace}),
    ratesOf: () => undefined,
    via: first?.via,
    gaps: [],
    isSettled: true,
    isMean,
  };
}

/** `node-1-cadvisor.prom`: the page does not say whose it is, its name may. */
const nodeNameOf = (name: string): string => name.replace(/^.*\//, '').replace(/\.(?:prom|txt|metrics)?(?:\.gz)?$/, '');

const notAPage = (name: string): UserError =>
  new UserError(
    `${name} is no page that tells use`,
    'It may be a list of metrics.k8s.io, /stats/summary, /metrics/resource, /metrics/cadvisor or /pods of a kubelet, or kubectl get pods|nodes -o json.',
  );

/** The moment of the last measurement: what a page of last week calls now. */
function latest({nodes, pods}: UsageReading): Date | undefined {
  const stamps = [...nodes, ...pods].map(({usage}) => Date.parse(usage.at ?? '')).filter((at) => !Number.isNaN(at));
  return stamps.length === 0 ? undefined : new Date(stamps.reduce((a, b) => Math.max(a, b)));
}
