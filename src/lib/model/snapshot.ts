import type {Layer} from './evidence.ts';
import type {Kind, KubeObject} from './kinds.ts';
import type {Mark} from './pattern.ts';
import type {Ref} from './ref.ts';
import type {Asked, Gap, KubeletEndpoint, Origin} from './source.ts';

/** A log line with its time where it has one, and what the patterns recognised in it. */
export interface LogLine {
  readonly at?: string | undefined;
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** The lines kept of one container's current or previous log. */
export interface ContainerLog {
  readonly pod: Ref;
  readonly container: string;
  readonly previous: boolean;
  readonly lines: readonly LogLine[];
}

/** The lines kept of one log of a node: those that a pattern recognised. */
export interface NodeLog {
  readonly node: string;
  readonly layer: Layer;
  readonly source: string;
  readonly lines: readonly LogLine[];
}

export interface Snapshot {
  readonly origin: Origin;
  readonly now: Date;
  /** Undefined for the whole cluster. */
  readonly namespace?: string | undefined;
  readonly objects: {readonly [K in Kind]?: ReadonlyArray<KubeObject<K>> | undefined};
  readonly containerLogs: readonly ContainerLog[];
  readonly nodeLogs: readonly NodeLog[];
  /** Bodies of kubelet pages by node. */
  readonly kubelet: ReadonlyMap<string, ReadonlyMap<KubeletEndpoint, string>>;
  /** Bodies of raw paths and proxied pages, by path; see `proxyPath`. */
  readonly pages: ReadonlyMap<string, string>;
  readonly gaps: readonly Gap[];
  readonly asked: Asked;
}
