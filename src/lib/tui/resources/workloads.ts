import type {Workload} from '../../model/kube/workloads.ts';
import {ref} from '../../model/ref.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type Used, usedKey, type World} from './kind.ts';
import {boundsOf, isFaultyPod, restartsOf, usedTogether} from './pod-facts.ts';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicationController'] as const;

interface Row extends Resource {
  readonly wanted: number;
  readonly ready: number;
  readonly upToDate: number;
  readonly restarts: number;
  readonly broken: number;
  readonly used: Used | undefined;
  readonly requests: Used;
  readonly limits: Used;
  readonly createdAt: string | undefined;
  readonly now: Date;
}

export const workloads = resourceTable<Row>({
  name: 'workloads',
  also: [
    'wl',
    'workload',
    'deployments',
    'deploy',
    'statefulsets',
    'sts',
    'daemonsets',
    'ds',
    'replicationcontrollers',
    'rc',
  ],
  columns: [
    column.namespace(),
    column.words('kind', 'what it is', ({ref: self}) => self.kind),
    column.name(),
    {
      ...column.words<Row>(
        'ready',
        'pods that are ready, of those wanted',
        ({ready, wanted}) => `${String(ready)}/${String(wanted)}`,
        {
          tone: ({isFaulty}) => (isFaulty ? 'bad' : 'plain'),
        },
      ),
      value: ({ready, wanted}) => ready - wanted,
    },
    column.numbers('current', 'pods of the latest revision', ({upToDate}) => upToDate, String, {when: 'wide'}),
    column.numbers('broken', 'pods that are not well', ({broken}) => broken, String, {
      tone: ({broken}) => (broken > 0 ? 'bad' : 'plain'),
    }),
    column.numbers('restarts', 'of all its pods', ({restarts}) => restarts, String, {
      tone: ({restarts}) => (restarts > 0 ? 'warn' : 'plain'),
    }),
    ...column.usage<Row>(),
    column.aged<Row>(),
  ],
  rows: (world: World) => KINDS.flatMap((kind) => world.cluster.all(kind).map((object) => rowOf(kind, object, world))),
  below: ({ref: of}) => ({kind: 'pods', of}),
});

function rowOf(kind: (typeof KINDS)[number], {metadata, spec, status}: Workload, {cluster, usage}: World): Row {
  const self = ref(kind, metadata.namespace, metadata.name);
  const pods = cluster.podsOf(self);
  const wanted = status.desiredNumberScheduled ?? spec.replicas ?? 1;
  const ready = status.numberReady ?? status.readyReplicas ?? 0;
  const bounds = pods.map((pod) => boundsOf(pod.spec.containers));
  return {
    ref: self,
    labels: metadata.labels,
    owner: self,
    wanted,
    ready,
    upToDate: status.updatedNumberScheduled ?? status.updatedReplicas ?? 0,
    restarts: pods.reduce((sum, pod) => sum + restartsOf(pod), 0),
    broken: pods.filter(isFaultyPod).length,
    used: usedTogether(pods.map((pod) => usage.get(usedKey(ref('Pod', pod.metadata.namespace, pod.metadata.name))))),
    requests: usedTogether(bounds.map(({requests}) => requests)) ?? {},
    limits: usedTogether(bounds.map(({limits}) => limits)) ?? {},
    isFaulty: ready < wanted,
    createdAt: metadata.creationTimestamp,
    now: cluster.now,
  };
}
