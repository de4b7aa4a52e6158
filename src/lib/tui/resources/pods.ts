import type {Pod} from '../../model/kube/pod.ts';
import {ref} from '../../model/ref.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type Used, usedKey, type World} from './kind.ts';
import {boundsOf, isFaultyPod, readyOf, restartsOf, statusOf} from './pod-facts.ts';

interface Row extends Resource {
  readonly pod: Pod;
  readonly ready: ReturnType<typeof readyOf>;
  readonly status: string;
  readonly used: Used | undefined;
  readonly requests: Used;
  readonly limits: Used;
  readonly createdAt: string | undefined;
  readonly now: Date;
}

/** Statuses of a pod that is as it should be. */
const CALM = new Set(['Running', 'Succeeded', 'Completed']);

export const pods = resourceTable<Row>({
  name: 'pods',
  also: ['po', 'pod'],
  columns: [
    column.namespace(),
    column.name(),
    {
      ...column.words<Row>(
        'ready',
        'containers that are ready',
        ({ready}) => `${String(ready.ready)}/${String(ready.all)}`,
      ),
      value: ({ready}) => ready.ready - ready.all,
    },
    column.words('status', 'why it is not well, else its phase', ({status}) => status, {
      tone: ({status, isFaulty}) => (CALM.has(status) && !isFaulty ? 'plain' : 'bad'),
    }),
    column.numbers('restarts', 'of all its containers', ({pod}) => restartsOf(pod), String, {
      tone: ({pod}) => (restartsOf(pod) > 0 ? 'warn' : 'plain'),
    }),
    ...column.usage<Row>(),
    column.words('node', 'where it runs', ({node}) => node),
    column.words('ip', 'its address', ({pod}) => pod.status.podIP, {when: 'wide'}),
    column.words('qos', 'its quality-of-service class', ({pod}) => pod.status.qosClass, {when: 'wide'}),
    column.aged<Row>(),
  ],
  rows: ({cluster, usage}: World) =>
    cluster.all('Pod').map((pod): Row => {
      const self = ref('Pod', pod.metadata.namespace, pod.metadata.name);
      const owner = cluster.owners.topOf(self);
      return {
        ref: self,
        pod,
        ready: readyOf(pod),
        status: statusOf(pod),
        used: usage.get(usedKey(self)),
        ...boundsOf(pod.spec.containers),
        labels: pod.metadata.labels,
        node: pod.nodeName,
        owner: owner === self ? undefined : owner,
        isFaulty: isFaultyPod(pod),
        createdAt: pod.metadata.creationTimestamp,
        now: cluster.now,
      };
    }),
  below: ({ref: of}) => ({kind: 'containers', of}),
});
