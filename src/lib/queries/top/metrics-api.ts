import type {NodeUsage, PodUsage} from '../../model/usage.ts';
import {type Source, Unavailable} from '../../model/source.ts';
import {type Detail, nodeMetrics, podMetrics} from '../../parse/usage/metrics-api.ts';

/** metrics.k8s.io: what metrics-server (or an adapter in its place) tells of all nodes at once. */

const GROUP = '/apis/metrics.k8s.io';
/** Newest first; which one a cluster has is found out once. */
const VERSIONS = ['v1', 'v1beta1'] as const;
const known = new WeakMap<Source, string>();

export interface Asked {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly labels?: string | undefined;
  /** What of each pod is kept. */
  readonly detail?: Detail | undefined;
}

/** Throws {@link Unavailable}; `not found` in its hint is about the pod, anything else about the API. */
export async function podsOfMetricsApi(
  source: Source,
  asked: Asked,
  signal?: AbortSignal,
): Promise<readonly PodUsage[]> {
  const within = asked.namespace === undefined ? '' : `/namespaces/${encodeURIComponent(asked.namespace)}`;
  const page = await answer(source, `${within}/pods${tail(asked)}`, signal);
  return podMetrics(page, asked.detail) ?? unreadable('pods');
}

export async function nodesOfMetricsApi(
  source: Source,
  asked: Asked,
  signal?: AbortSignal,
): Promise<readonly NodeUsage[]> {
  return nodeMetrics(await answer(source, `/nodes${tail(asked)}`, signal)) ?? unreadable('nodes');
}

const tail = ({name, labels}: Asked): string =>
  `${name === undefined ? '' : `/${encodeURIComponent(name)}`}${labels === undefined ? '' : `?labelSelector=${encodeURIComponent(labels)}`}`;

async function answer(source: Source, below: string, signal: AbortSignal | undefined): Promise<string> {
  const version = known.get(source);
  if (version !== undefined) return source.raw(`${GROUP}/${version}${below}`, signal);
  let last: unknown;
  for (const one of VERSIONS) {
    try {
      const page = await source.raw(`${GROUP}/${one}${below}`, signal);
      known.set(source, one);
      return page;
    } catch (error) {
      if (!isMissing(error)) throw error;
      last = error;
    }
  }
  throw last;
}

/** Whether it is the version that is missing, rather than what was asked of it. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Unavailable &&
    (error.gap.why === 'not captured' || error.gap.why === 'not installed') &&
    !isAboutObject(error)
  );
}

/** The server knows the API and says that it has no such pod or node. */
export const isAboutObject = (error: unknown): boolean =>
  error instanceof Unavailable &&
  /^(?:pods?|nodes?|podmetrics\S*|nodemetrics\S*) "[^"]*" not found$/.test(error.gap.hint ?? '');

function unreadable(what: string): never {
  throw new Unavailable({what: `metrics of ${what}`, why: 'failed', hint: 'the answer is no list of metrics.k8s.io'});
}
