import {type Gap, type KubeletEndpoint, type Source, Unavailable} from '../../model/source.ts';
import type {Milliseconds} from '../../model/time.ts';
import {pooled} from './pool.ts';

/** Kubelets asked at the same moment. Each answers with megabytes, and the API server carries them all. */
export const KUBELETS_AT_ONCE = 10;
/** One dead kubelet shall not hold up the picture of all others. */
export const KUBELET_PATIENCE: Milliseconds = 10_000;
/** A kubelet that failed is left alone for so many rounds of --watch, doubled with each failure up to the last. */
const ROUNDS_AT_MOST = 32;

export interface KubeletPage {
  readonly node: string;
  readonly text: string;
}

export interface KubeletPages {
  readonly pages: readonly KubeletPage[];
  readonly gaps: readonly Gap[];
}

interface Resting {
  readonly rounds: number;
  readonly left: number;
  readonly gap: Gap;
}

/** The kubelets of a cluster, asked again and again: those that do not answer are asked less and less often. */
export class Kubelets {
  readonly #source: Source;
  readonly #resting = new Map<string, Resting>();

  constructor(source: Source) {
    this.#source = source;
  }

  async read(nodes: readonly string[], endpoint: KubeletEndpoint, signal?: AbortSignal): Promise<KubeletPages> {
    const answers = await pooled(nodes, KUBELETS_AT_ONCE, async (node) => this.#one(node, endpoint, signal));
    return {
      pages: answers.flatMap((one) => ('text' in one ? [one] : [])),
      gaps: folded(
        answers.flatMap((one) => ('text' in one ? [] : [one])),
        endpoint,
      ),
    };
  }

  async #one(node: string, endpoint: KubeletEndpoint, signal: AbortSignal | undefined): Promise<KubeletPage | Unread> {
    const resting = this.#resting.get(`${endpoint} ${node}`);
    if (resting !== undefined && resting.left > 0) {
      this.#resting.set(`${endpoint} ${node}`, {...resting, left: resting.left - 1});
      return {node, gap: resting.gap};
    }
    try {
      const text = await within(KUBELET_PATIENCE, signal, (either) => this.#source.kubelet(node, endpoint, either), {
        what: `${endpoint} of node ${node}`,
        why: 'timed out',
        hint: `the kubelet did not answer within ${KUBELET_PATIENCE / 1000} s`,
      });
      this.#resting.delete(`${endpoint} ${node}`);
      return {node, text};
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const rounds = Math.min(ROUNDS_AT_MOST, (resting?.rounds ?? 0.5) * 2);
      this.#resting.set(`${endpoint} ${node}`, {rounds, left: rounds, gap: error.gap});
      return {node, gap: error.gap};
    }
  }
}

interface Unread {
  readonly node: string;
  readonly gap: Gap;
}

/** One remark for all nodes that fail in the same way: five hundred dead kubelets are one fact. */
function folded(unread: readonly Unread[], endpoint: KubeletEndpoint): readonly Gap[] {
  const byWhy = Map.groupBy(unread, ({gap}) => gap.why);
  return [...byWhy].map(([why, all]) => {
    const names = all.map(({node}) => node);
    const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
    return {what: `${endpoint} of ${names.length === 1 ? 'node' : 'nodes'} ${shown}`, why, hint: all[0]?.gap.hint};
  });
}

/** What comes in time, or the gap; work that is late is given up. */
async function within<T>(
  patience: Milliseconds,
  signal: AbortSignal | undefined,
  work: (either: AbortSignal) => Promise<T>,
  late: Gap,
): Promise<T> {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Unavailable(late));
      stop.abort();
    }, patience);
  });
  try {
    const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const working = work(either);
    // Given up, it fails with nobody listening.
    working.catch(() => undefined);
    return await Promise.race([working, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
