import type {Layer} from '../evidence.ts';
import type {Mark} from '../pattern.ts';
import {type Ref, refKey} from '../ref.ts';
import type {ContainerLog, LogLine, NodeLog, Snapshot} from '../snapshot.ts';

/** A recognised line of a node's log. */
export interface NodeSign {
  readonly node: string;
  readonly layer: Layer;
  readonly source: string;
  readonly line: LogLine;
  readonly mark: Mark;
}

/** A recognised line of a container's log. */
export interface PodSign {
  readonly log: ContainerLog;
  readonly line: LogLine;
  readonly mark: Mark;
}

export class Logs {
  readonly containers: readonly ContainerLog[];
  readonly nodes: readonly NodeLog[];
  readonly #byPod = new Map<string, ContainerLog[]>();
  #nodeSigns: Map<string, NodeSign[]> | undefined;
  #podSigns: Map<string, PodSign[]> | undefined;

  constructor(snapshot: Snapshot) {
    this.containers = snapshot.containerLogs;
    this.nodes = snapshot.nodeLogs;
    for (const log of this.containers) {
      const key = refKey(log.pod);
      this.#byPod.set(key, [...(this.#byPod.get(key) ?? []), log]);
    }
  }

  /** Logs of a pod's containers, the previous instance first. */
  of(pod: Ref, container?: string): readonly ContainerLog[] {
    const logs = (this.#byPod.get(refKey(pod)) ?? []).filter(
      (log) => container === undefined || log.container === container,
    );
    return [...logs].sort((a, b) => Number(b.previous) - Number(a.previous));
  }

  /** Lines of node logs in which a pattern was recognised, in file order. */
  onNodes(pattern: string): readonly NodeSign[] {
    this.#nodeSigns ??= groupBy(this.nodes.flatMap(nodeSigns), ({mark}) => mark.pattern);
    return this.#nodeSigns.get(pattern) ?? [];
  }

  /** Lines of container logs in which a pattern was recognised. */
  inPods(pattern: string): readonly PodSign[] {
    this.#podSigns ??= groupBy(this.containers.flatMap(podSigns), ({mark}) => mark.pattern);
    return this.#podSigns.get(pattern) ?? [];
  }
}

const nodeSigns = ({node, layer, source, lines}: NodeLog): NodeSign[] =>
  lines.flatMap((line) => line.marks.map((mark) => ({node, layer, source, line, mark})));

const podSigns = (log: ContainerLog): PodSign[] =>
  log.lines.flatMap((line) => line.marks.map((mark) => ({log, line, mark})));

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const item of items) {
    const list = out.get(key(item));
    if (list === undefined) out.set(key(item), [item]);
    else list.push(item);
  }
  return out;
}
