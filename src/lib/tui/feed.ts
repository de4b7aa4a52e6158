import {Cluster} from '../model/cluster.ts';
import {type Gap, type Source, Unavailable} from '../model/source.ts';
import type {Milliseconds} from '../model/time.ts';
import {type DoctorOptions, examined} from '../queries/doctor.ts';
import type {News} from './actions.ts';

export interface FeedOptions extends DoctorOptions {
  readonly signal: AbortSignal;
  /** Between the end of one look and the next. */
  readonly refresh: Milliseconds;
  /** How long looking once took is waited at least, so many times: a big cluster is not asked all the time. */
  readonly rest?: number | undefined;
}

const BEAT: Milliseconds = 2000;
const BEAT_TIMEOUT: Milliseconds = 5000;
const TICK: Milliseconds = 1000;
const REST = 4;

/** Looks at everything, again and again; a recording once. */
export async function* looks(source: Source, options: FeedOptions): AsyncGenerator<News, void, undefined> {
  while (!options.signal.aborted) {
    const begun = performance.now();
    yield {type: 'doing', what: 'reading'};
    yield await looked(source, options);
    if (source.origin.kind === 'bundle') return;
    const took = performance.now() - begun;
    await sleep(Math.max(options.refresh, took * (options.rest ?? REST)), options.signal);
  }
}

async function looked(source: Source, options: FeedOptions): Promise<News> {
  try {
    const {report, snapshot} = await examined(source, options);
    const lost = lostIn(snapshot.gaps);
    if (lost !== undefined && snapshot.objects.Pod === undefined)
      return {type: 'lost', why: spelt(lost), now: source.now().getTime()};
    return {type: 'looked', look: {report, cluster: new Cluster(snapshot)}};
  } catch (error) {
    if (error instanceof Unavailable) return {type: 'lost', why: spelt(error.gap), now: source.now().getTime()};
    throw error;
  }
}

/** Nothing can be told from a cluster that does not answer: what was seen before is still the best there is. */
const lostIn = (gaps: readonly Gap[]): Gap | undefined =>
  gaps.find(({what, why}) => what === 'Pod' && (why === 'unreachable' || why === 'timed out'));

const spelt = ({why, hint}: Gap): string => hint ?? why;

/** Whether the API server answers and how fast, so that a dropped connection is noticed between two looks. */
export async function* beats(source: Source, signal: AbortSignal): AsyncGenerator<News, void, undefined> {
  if (source.origin.kind === 'bundle') return;
  while (!signal.aborted) {
    const begun = performance.now();
    try {
      await source.raw('/version', AbortSignal.any([signal, AbortSignal.timeout(BEAT_TIMEOUT)]));
      yield {type: 'beat', latency: performance.now() - begun, now: source.now().getTime()};
    } catch (error) {
      yield answered(error)
        ? {type: 'beat', latency: performance.now() - begun, now: source.now().getTime()}
        : {type: 'lost', why: trouble(error), now: source.now().getTime()};
    }
    await sleep(BEAT, signal);
  }
}

/** A refusal is an answer: the server is there. */
const answered = (error: unknown): boolean =>
  error instanceof Unavailable && (error.gap.why === 'forbidden' || error.gap.why === 'not installed');

const trouble = (error: unknown): string =>
  error instanceof Unavailable ? spelt(error.gap) : 'the API server does not answer';

/** Ages go on between news. */
export async function* ticks(source: Source, signal: AbortSignal): AsyncGenerator<News, void, undefined> {
  if (source.origin.kind === 'bundle') return;
  while (!signal.aborted) {
    yield {type: 'tick', now: source.now().getTime()};
    await sleep(TICK, signal);
  }
}

/** Until the time is over or nobody waits any more. */
function sleep(time: Milliseconds, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(done, time);
    signal.addEventListener('abort', done, {once: true});
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
