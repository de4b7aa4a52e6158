import {instant} from '../../model/time.ts';
import type {Counters, Usage, UsageReading} from '../../model/usage.ts';
import type {Rates} from '../../model/usage-row.ts';

/** Counters of the reading before, by what they belong to: with the ones of now they make rates. */

interface Known {
  readonly at: number;
  readonly counters: Counters;
  readonly rates: Rates | undefined;
  readonly cpu: number | undefined;
  readonly isTwice: boolean;
}

export const podKey = (namespace: string, pod: string, container = ''): string => `${namespace}/${pod}/${container}`;
export const nodeKey = (name: string): string => `node ${name}`;

export class Rater {
  #before = new Map<string, Known>();

  /** Takes a reading in; what is gone is forgotten. The reading comes back with CPU where only its counter was known. */
  take(reading: UsageReading, now: Date): UsageReading {
    if (!hasCounters(reading)) return reading;
    const before = this.#before;
    this.#before = new Map();
    const step = (key: string, usage: Usage): Usage => this.#step(before.get(key), key, usage, now);
    return {
      nodes: reading.nodes.map((node) => ({...node, usage: step(nodeKey(node.name), node.usage)})),
      pods: reading.pods.map((pod) => ({
        ...pod,
        usage: step(podKey(pod.namespace, pod.name), pod.usage),
        containers: pod.containers.map((one) => ({
          ...one,
          usage: step(podKey(pod.namespace, pod.name, one.name), one.usage),
        })),
      })),
    };
  }

  rates(key: string): Rates | undefined {
    return this.#before.get(key)?.rates;
  }

  /** Whether everything that counts has been measured twice. */
  get isSettled(): boolean {
    return [...this.#before.values()].every(({isTwice}) => isTwice);
  }

  #step(before: Known | undefined, key: string, usage: Usage, now: Date): Usage {
    const {counters, at, countedAt} = usage;
    if (counters === undefined) return usage;
    const moment = instant(countedAt ?? at) ?? now.getTime();
    // The interface has not measured since: what was true is still all that is known.
    if (before !== undefined && before.at >= moment) {
      this.#before.set(key, before);
      return withCpu(usage, before.cpu);
    }
    const seconds = before === undefined ? undefined : (moment - before.at) / 1000;
    const cpu =
      before === undefined ? undefined : perSecond(before.counters.cpuNanoseconds, counters.cpuNanoseconds, seconds);
    const rates = before === undefined ? sinceStart(counters) : ratesBetween(before.counters, counters, seconds);
    this.#before.set(key, {at: moment, counters, rates, cpu, isTwice: before !== undefined});
    return withCpu(usage, cpu);
  }
}

const hasCounters = ({nodes, pods}: UsageReading): boolean =>
  [nodes, pods].some((all) => all.some(({usage}) => usage.counters !== undefined));

const withCpu = (usage: Usage, cpu: number | undefined): Usage =>
  usage.cpu !== undefined || cpu === undefined ? usage : {...usage, cpu: Math.round(cpu)};

function ratesBetween(before: Counters, after: Counters, seconds: number | undefined): Rates {
  const of = (what: keyof Counters): number | undefined => perSecond(before[what], after[what], seconds);
  return {
    received: of('receivedBytes'),
    sent: of('sentBytes'),
    read: of('readBytes'),
    written: of('writtenBytes'),
    throttled: shareOf(gain(before.throttledPeriods, after.throttledPeriods), gain(before.periods, after.periods)),
  };
}

/** One reading has no rates; how often something was throttled since it began is still worth knowing. */
function sinceStart({throttledPeriods, periods}: Counters): Rates | undefined {
  const throttled = shareOf(throttledPeriods, periods);
  return throttled === undefined ? undefined : {throttled};
}

/** What a counter has gained; undefined where it began anew. */
const gain = (before: number | undefined, after: number | undefined): number | undefined =>
  before === undefined || after === undefined || after < before ? undefined : after - before;

function perSecond(
  before: number | undefined,
  after: number | undefined,
  seconds: number | undefined,
): number | undefined {
  const gained = gain(before, after);
  return gained === undefined || seconds === undefined || seconds <= 0 ? undefined : gained / seconds;
}

const shareOf = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || whole === 0 ? undefined : part / whole;

/** CPU as the mean since the beginning, for a single page that only has its counter: better than nothing, and said. */
export function meanSinceStart(reading: UsageReading): {readonly reading: UsageReading; readonly isMean: boolean} {
  let isMean = false;
  const mean = (usage: Usage): Usage => {
    const [from, to] = [instant(usage.startedAt), instant(usage.at)];
    const spent = usage.counters?.cpuNanoseconds;
    if (usage.cpu !== undefined || spent === undefined || from === undefined || to === undefined || to <= from)
      return usage;
    isMean = true;
    return {...usage, cpu: Math.round(spent / ((to - from) / 1000)), windowSeconds: (to - from) / 1000};
  };
  const pods = reading.pods.map((pod) => {
    const containers = pod.containers.map((one) => ({...one, usage: mean(one.usage)}));
    const known = containers.map(({usage}) => usage.cpu).filter((cpu) => cpu !== undefined);
    const cpu = known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0);
    return {
      ...pod,
      containers,
      usage: pod.usage.cpu === undefined && cpu !== undefined ? {...pod.usage, cpu} : mean(pod.usage),
    };
  });
  return {reading: {nodes: reading.nodes.map((node) => ({...node, usage: mean(node.usage)})), pods}, isMean};
}
