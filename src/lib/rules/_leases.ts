import type {Cluster} from '../model/cluster.ts';
import type {KubeObject} from '../model/kinds.ts';
import {ageOf, latest, type Milliseconds, SECOND} from '../model/time.ts';

export type Lease = KubeObject<'Lease'>;

/** A leader renews every 2 s, gives up after 10 without success, and may be replaced after 15 (client-go, leaderelection). */
const STALE = 25 * SECOND;
/** How much fresher another lease must be, so that it is the component that is dead and not the recording that is old. */
const FRESHER = 15 * SECOND;

const newestRenewal = (cluster: Cluster): string | undefined =>
  latest(cluster.all('Lease').map(({spec}) => spec.renewTime));

/** The lease of a leader in kube-system that nobody renews while the cluster lives, with its age. */
export function staleLease(
  cluster: Cluster,
  name: string,
): {readonly lease: Lease; readonly age: Milliseconds; readonly renewed: string} | undefined {
  const lease = cluster.get('Lease', 'kube-system', name);
  const renewed = lease?.spec.renewTime;
  const age = ageOf(renewed, cluster.now);
  const alive = ageOf(newestRenewal(cluster), cluster.now);
  if (lease === undefined || renewed === undefined || age === undefined || alive === undefined) return undefined;
  return age < STALE || age - alive < FRESHER ? undefined : {lease, age, renewed};
}

/** Who waits for it waits in vain, and need not be given time. */
export const isLeaderDown = (cluster: Cluster, name: 'kube-scheduler' | 'kube-controller-manager'): boolean =>
  staleLease(cluster, name) !== undefined;
