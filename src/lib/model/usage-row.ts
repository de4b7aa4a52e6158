import type {Ref} from './ref.ts';
import type {Words} from './schema.ts';
import type {Amounts, Space, Usage, UsageSource, VolumeUsage} from './usage.ts';

/** Per second, between two readings. */
export interface Rates {
  readonly received?: number | undefined;
  readonly sent?: number | undefined;
  readonly read?: number | undefined;
  readonly written?: number | undefined;
  /** Share of the periods in which it was stopped at its CPU limit, 0 to 1. */
  readonly throttled?: number | undefined;
}

/** One line of `top`: a node, pod, container, or a group of pods, with what it uses and what it may. */
export interface UsageRow {
  /** A container's is its pod's. */
  readonly ref: Ref;
  readonly container?: string | undefined;
  readonly role?: 'container' | 'init' | 'sidecar' | undefined;
  /** Absent where nothing was measured. */
  readonly usage?: Usage | undefined;
  readonly rates?: Rates | undefined;
  /** Absent where the objects were not read. */
  readonly requests?: Amounts | undefined;
  readonly limits?: Amounts | undefined;
  /** Of a node: what pods may ask for, and what the machine has. */
  readonly allocatable?: Amounts | undefined;
  readonly capacity?: Amounts | undefined;
  readonly labels?: Words | undefined;
  readonly node?: string | undefined;
  readonly owner?: Ref | undefined;
  readonly qos?: string | undefined;
  readonly priority?: string | undefined;
  readonly phase?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly restarts?: number | undefined;
  readonly lastOom?: string | undefined;
  /** Pods of a node or group that hold resources. */
  readonly pods?: number | undefined;
  readonly disks?: ReadonlyArray<{readonly role: string; readonly space: Space}> | undefined;
  /** Of a pod, where the row is about it. */
  readonly volume?: VolumeUsage | undefined;
  readonly via?: UsageSource | undefined;
  /** Cordoned, NotReady: what is to be said of a node besides. */
  readonly marks?: readonly string[] | undefined;
  /** CPU and memory over time, oldest first, with --watch or --since. */
  readonly history?: History | undefined;
}

/** Values at equal distances in time. */
export interface History {
  readonly stepSeconds: number;
  readonly cpu: ReadonlyArray<number | undefined>;
  readonly memory: ReadonlyArray<number | undefined>;
}
