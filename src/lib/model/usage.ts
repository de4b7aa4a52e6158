import type {Words} from './schema.ts';

/** Use of resources, and what it is measured against. CPU is in nanocores and memory in bytes, as kubelets say them: whole numbers that add up exactly. */

/** By resource name: `cpu` in nanocores, everything else in its base unit (bytes, pieces). */
export type Amounts = Readonly<Record<string, number>>;

export const NANO = 1e9;

/** Interfaces that give usage, best known first. */
export const usageSources = ['metrics-api', 'summary', 'resource', 'cadvisor', 'prometheus'] as const;
export type UsageSource = (typeof usageSources)[number];

/** Share of the last ten seconds in which something waited, in percent (PSI, `some avg10`). */
export interface Pressure {
  readonly cpu?: number | undefined;
  readonly memory?: number | undefined;
  readonly io?: number | undefined;
}

/** Counters since the container, pod or node began; two of them make a rate. */
export interface Counters {
  readonly cpuNanoseconds?: number | undefined;
  readonly receivedBytes?: number | undefined;
  readonly sentBytes?: number | undefined;
  readonly readBytes?: number | undefined;
  readonly writtenBytes?: number | undefined;
  /** CFS periods in which it wanted to run, and those of them in which it was stopped. */
  readonly periods?: number | undefined;
  readonly throttledPeriods?: number | undefined;
}

/** A file system: a volume, a disk of a node, the writable layers and logs of a pod. */
export interface Space {
  readonly usedBytes?: number | undefined;
  readonly capacityBytes?: number | undefined;
  readonly availableBytes?: number | undefined;
  readonly inodesUsed?: number | undefined;
  readonly inodes?: number | undefined;
}

/** What one container, pod or node uses, as one interface said it. What an interface does not know is absent. */
export interface Usage {
  /** When it was measured, RFC 3339. */
  readonly at?: string | undefined;
  /** Seconds over which CPU was averaged. */
  readonly windowSeconds?: number | undefined;
  readonly cpu?: number | undefined;
  /** Working set: what cannot be given back under pressure, and what limits are enforced on. */
  readonly memory?: number | undefined;
  readonly rssBytes?: number | undefined;
  /** With page cache. */
  readonly memoryWithCacheBytes?: number | undefined;
  readonly swapBytes?: number | undefined;
  readonly ephemeral?: Space | undefined;
  readonly pressure?: Pressure | undefined;
  readonly processes?: number | undefined;
  readonly counters?: Counters | undefined;
  /** When the counters were read, where that is not `at`. */
  readonly countedAt?: string | undefined;
  readonly startedAt?: string | undefined;
}

export interface ContainerUsage {
  readonly name: string;
  readonly usage: Usage;
}

export interface VolumeUsage {
  readonly name: string;
  /** The claim behind it, where there is one. */
  readonly claim?: string | undefined;
  readonly space: Space;
}

export interface PodUsage {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Words | undefined;
  /** Known where the node's own page was read. */
  readonly node?: string | undefined;
  readonly usage: Usage;
  readonly containers: readonly ContainerUsage[];
  readonly volumes: readonly VolumeUsage[];
}

export interface NodeUsage {
  readonly name: string;
  readonly labels?: Words | undefined;
  readonly usage: Usage;
  /** File systems of the node by their role: root, images, containers. */
  readonly disks: ReadonlyArray<{readonly role: 'root' | 'images' | 'containers'; readonly space: Space}>;
}

/** What one reading of an interface gave. */
export interface UsageReading {
  readonly nodes: readonly NodeUsage[];
  readonly pods: readonly PodUsage[];
}

/** A container as far as resources are concerned. */
export interface ContainerFacts {
  readonly name: string;
  readonly role: 'container' | 'init' | 'sidecar';
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly restarts: number;
  /** When it was last killed for memory, as far as its status still tells. */
  readonly lastOom?: string | undefined;
}

/** A pod as far as resources are concerned. */
export interface PodFacts {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Words;
  readonly node?: string | undefined;
  readonly phase?: string | undefined;
  readonly qos?: string | undefined;
  readonly priority?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly owner?: {readonly kind: string; readonly name: string} | undefined;
  /** As the scheduler counts them: init containers, native sidecars, pod-level resources, overhead. */
  readonly requests: Amounts;
  /** Of the whole pod; a resource is absent where a container may use as much of it as there is. */
  readonly limits: Amounts;
  readonly containers: readonly ContainerFacts[];
  /** Claims by the name of the volume. */
  readonly claims: Words;
}

export interface NodeFacts {
  readonly name: string;
  readonly labels: Words;
  readonly taints: ReadonlyArray<{
    readonly key: string;
    readonly value?: string | undefined;
    readonly effect?: string | undefined;
  }>;
  readonly allocatable: Amounts;
  readonly capacity: Amounts;
  readonly isReady: boolean;
  readonly isCordoned: boolean;
}

/** True for pods that hold nothing of a node any more. */
export const isDone = ({phase}: PodFacts): boolean => phase === 'Succeeded' || phase === 'Failed';
