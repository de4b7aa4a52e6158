import {UserError} from '../model/failure.ts';
import type {Source} from '../model/source.ts';
import type {ConnectOptions} from './live/options.ts';

export interface Opened {
  readonly source: Source;
  /** The namespace that is meant when none is named. */
  readonly namespace: string;
  /** The one namespace that was recorded, where a bundle was captured with -n: what is asked for when nothing else is. */
  readonly recorded?: string | undefined;
}

/** A bundle when one is named, else the cluster of the kubeconfig. What is not used is not loaded. */
export async function open(from: string | undefined, connect: ConnectOptions): Promise<Opened> {
  if (from === undefined) {
    const {openCluster} = await import('./live.ts');
    return openCluster(connect);
  }
  if (connect.context !== undefined || connect.server !== undefined) {
    throw new UserError('--from reads a bundle, --context and --server name a cluster', 'Leave one of them out.');
  }
  const {openBundle} = await import('./bundle.ts');
  const source = await openBundle(from);
  const recorded = source.manifest.namespace;
  return {source, namespace: recorded ?? 'default', recorded};
}
