import {isOver} from '../../model/containers.ts';
import type {Pod} from '../../model/kube/pod.ts';
import {type Ref, ref} from '../../model/ref.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type Used, usedKey, type World} from './kind.ts';
import {isFaultyPod, usedTogether} from './pod-facts.ts';

interface Row extends Resource {
  readonly phase: string | undefined;
  readonly pods: number;
  readonly broken: number;
  readonly used: Used | undefined;
  readonly createdAt: string | undefined;
  readonly now: Date;
}

const refOfPod = ({metadata}: Pod): Ref => ref('Pod', metadata.namespace, metadata.name);

export const namespaces = resourceTable<Row>({
  name: 'namespaces',
  also: ['ns', 'namespace'],
  columns: [
    column.name(),
    column.words('status', 'its phase', ({phase}) => phase, {
      tone: ({phase}) => (phase === 'Active' ? 'plain' : 'warn'),
    }),
    column.numbers('pods', 'pods in it', ({pods}) => pods),
    column.numbers('broken', 'pods that are not well', ({broken}) => broken, String, {
      tone: ({broken}) => (broken > 0 ? 'bad' : 'plain'),
    }),
    column.numbers('cpu', 'CPU of all its pods', ({used}) => used?.cpu, column.cores),
    column.numbers('mem', 'memory of all its pods', ({used}) => used?.memory, column.size),
    column.aged<Row>(),
  ],
  rows: ({cluster, usage}: World) => {
    const byNamespace = Map.groupBy(cluster.all('Pod'), ({metadata}) => metadata.namespace ?? '');
    return cluster.all('Namespace').map(({metadata, status}): Row => {
      const pods = (byNamespace.get(metadata.name) ?? []).filter((pod) => !isOver(pod));
      const broken = pods.filter(isFaultyPod).length;
      return {
        ref: ref('Namespace', undefined, metadata.name),
        labels: metadata.labels,
        phase: status.phase,
        pods: pods.length,
        broken,
        used: usedTogether(pods.map((pod) => usage.get(usedKey(refOfPod(pod))))),
        isFaulty: broken > 0,
        createdAt: metadata.creationTimestamp,
        now: cluster.now,
      };
    });
  },
  below: ({ref: of}) => ({kind: 'pods', of}),
});
