import {isNamespaced, type Kind} from './kinds.ts';
import type {ContainerRef, Gap, KubeletEndpoint, NodeLogQuery, NodeLogText, Scope, Source, Wire} from './source.ts';

/** Changes only when an older kdiag could misread a newer bundle. */
export const BUNDLE_SCHEMA = 'kdiag.bundle/v1';

/**
 * Names of the questions that a source answers, one line each. A bundle says which of its files answers which
 * question, so nothing is guessed from file names, and a question that nobody asked is "not captured", never "empty".
 */
export const asked = {
  list: (kind: Kind, {namespace}: Scope): string =>
    namespace === undefined || !isNamespaced(kind) ? `list ${kind}` : `list ${kind} in ${namespace}`,
  podLog: ({namespace, pod, container}: ContainerRef, previous: boolean): string =>
    `log ${namespace}/${pod}/${container} ${previous ? 'previous' : 'current'}`,
  nodeLog: (node: string, layer: NodeLogQuery['layer']): string => `node-log ${node} ${layer}`,
  kubelet: (node: string, endpoint: KubeletEndpoint): string => `kubelet ${node} ${endpoint}`,
  /** A raw path, or a proxied page by its `proxyPath`. */
  page: (path: string): string => `page ${path}`,
} as const;

/** A file of a bundle and the questions it answers. */
export interface BundleFile {
  readonly path: string;
  readonly answers: readonly string[];
  readonly bytes: number;
  /** For a node's log: what the node calls it. */
  readonly source?: string | undefined;
  /** There was more: the answer was cut to its limit. */
  readonly truncated?: true | undefined;
}

/** What could not be read, and in answer to which question; without one it holds for the bundle as a whole. */
export interface BundleGap extends Gap {
  readonly asked?: string | undefined;
}

export interface BundleWindow {
  readonly from: string;
  readonly to: string;
}

/** bundle.json */
export interface BundleManifest {
  readonly schema: typeof BUNDLE_SCHEMA;
  readonly tool: {readonly name: string; readonly version: string};
  readonly origin: {
    readonly context?: string | undefined;
    readonly server?: string | undefined;
    readonly version?: string | undefined;
  };
  /** What the bundle calls now. */
  readonly takenAt: string;
  readonly window: BundleWindow;
  /** The namespace that was asked about, when one was. */
  readonly namespace?: string | undefined;
  readonly redactions: {readonly isOn: boolean; readonly count: number};
  readonly gaps: readonly BundleGap[];
  readonly files: readonly BundleFile[];
  /** Questions whose answer was "nothing": they have no file. */
  readonly empty: readonly string[];
}

/** One measurement of a node or pod, a line of series.ndjson. */
export interface Sample {
  readonly at: string;
  readonly node: string;
  readonly namespace?: string | undefined;
  readonly pod?: string | undefined;
  readonly cpuNanoCores?: number | undefined;
  readonly memoryBytes?: number | undefined;
}

export type BundleFacts = Pick<BundleManifest, 'takenAt' | 'window' | 'namespace' | 'origin'>;

export interface BundleSummary {
  readonly path: string;
  /** Size of the archive; of a directory, of its files. */
  readonly bytes: number;
  readonly files: number;
  readonly redactions: number;
  readonly gaps: readonly BundleGap[];
}

/** Where a capture goes. Nothing stands under the target's name before `finish` has come back. */
export interface BundleWriter {
  /** How much of the end of each node log is kept. */
  readonly nodeLogBytes: number;
  /** The same source, with every answer and every refusal kept. */
  record(source: Source): Source;
  /** True when the question has an answer or a gap already. */
  has(question: string): boolean;
  /** Bare words that are names of this cluster (of its Services): an env value that is one is an address, not a secret. */
  keepNames(names: Iterable<string>): void;
  objects(kind: Kind, wires: readonly Wire[]): Promise<void>;
  /** Notes that the question has been answered by what `objects` was given, in whole or up to the gap that follows. */
  listed(kind: Kind, scope: Scope, isEmpty: boolean): void;
  podLog(container: ContainerRef, previous: boolean, text: string, isTruncated: boolean): Promise<void>;
  nodeLogs(node: string, layer: NodeLogQuery['layer'], files: readonly NodeLogText[]): Promise<void>;
  kubelet(node: string, endpoint: KubeletEndpoint, text: string): Promise<void>;
  page(path: string, text: string): Promise<void>;
  gap(gap: BundleGap): void;
  sample(samples: readonly Sample[]): Promise<void>;
  /** Packs what was written, makes it durable, and gives it the target's name. */
  finish(facts: BundleFacts): Promise<BundleSummary>;
  /** Removes every trace; does nothing after `finish`. Synchronous, so that it can run while the process ends. */
  discard(): void;
}
