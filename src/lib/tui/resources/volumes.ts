import type {KubeObject} from '../../model/kinds.ts';
import {summaryOf} from '../../model/kube/summary.ts';
import {ref} from '../../model/ref.ts';
import {quantity} from '../../parse/quantity.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type World} from './kind.ts';

interface Row extends Resource {
  readonly claim: KubeObject<'PersistentVolumeClaim'>;
  readonly usedBytes: number | undefined;
  readonly capacity: number | undefined;
  readonly pods: readonly string[];
  readonly createdAt: string | undefined;
  readonly now: Date;
}

const full = ({usedBytes, capacity}: Row): number | undefined => column.percent(usedBytes, capacity);

export const volumes = resourceTable<Row>({
  name: 'volumes',
  also: ['pvc', 'persistentvolumeclaims', 'claims'],
  columns: [
    column.namespace(),
    column.name(),
    column.words('status', 'its phase', ({claim}) => claim.status.phase, {
      tone: ({isFaulty}) => (isFaulty ? 'bad' : 'plain'),
    }),
    column.numbers('capacity', 'how much it holds', ({capacity}) => capacity, column.size),
    column.numbers('used', 'how much is on it, as its kubelet says', ({usedBytes}) => usedBytes, column.size),
    column.numbers('%used', 'of its capacity', full, (one) => `${String(one)}%`, {
      tone: (row) => column.toneOfShare(full(row)),
    }),
    column.words('class', 'its storage class', ({claim}) => claim.spec.storageClassName),
    column.words('volume', 'what it is bound to', ({claim}) => claim.spec.volumeName, {when: 'wide'}),
    column.words('pods', 'who mounts it', ({pods}) => pods.join(',')),
    column.aged<Row>(),
  ],
  rows: (world: World) => {
    const {cluster} = world;
    const users = Map.groupBy(
      cluster
        .all('Pod')
        .flatMap((pod) =>
          pod.spec.volumes.flatMap(({persistentVolumeClaim: claim}) =>
            claim === undefined
              ? []
              : [{key: `${pod.metadata.namespace ?? ''}/${claim.claimName}`, pod: pod.metadata.name}],
          ),
        ),
      ({key}) => key,
    );
    const used = usedOnVolumes(world);
    return cluster.all('PersistentVolumeClaim').map((claim): Row => {
      const {name, namespace, labels, creationTimestamp} = claim.metadata;
      const key = `${namespace ?? ''}/${name}`;
      return {
        ref: ref('PersistentVolumeClaim', namespace, name),
        labels,
        claim,
        usedBytes: used.get(key)?.usedBytes,
        capacity: used.get(key)?.capacityBytes ?? quantity(claim.status.capacity['storage']),
        pods: (users.get(key) ?? []).map(({pod}) => pod),
        isFaulty: claim.status.phase !== 'Bound',
        createdAt: creationTimestamp,
        now: cluster.now,
      };
    });
  },
});

interface OnVolume {
  readonly usedBytes: number | undefined;
  readonly capacityBytes: number | undefined;
}

/** From the kubelet pages that the diagnosis read; of other nodes nothing is known. */
function usedOnVolumes({cluster}: World): ReadonlyMap<string, OnVolume> {
  const known = new Map<string, OnVolume>();
  for (const node of cluster.snapshot.kubelet.keys())
    for (const {volume} of summaryOf(cluster, node)?.pods ?? [])
      for (const {pvcRef, usedBytes, capacityBytes} of volume)
        if (pvcRef !== undefined) known.set(`${pvcRef.namespace ?? ''}/${pvcRef.name}`, {usedBytes, capacityBytes});
  return known;
}
