import type {Space} from './usage.ts';

/** A volume of a pod as its kubelet measures it. */
export interface VolumeRow {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string | undefined;
  readonly volume: string;
  readonly claim: string | undefined;
  readonly space: Space;
}
