import {conditionOf, isOver} from '../../model/containers.ts';
import type {Node} from '../../model/kube/cluster.ts';
import {ref} from '../../model/ref.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type Used, usedKey, type World} from './kind.ts';
import {amounts, boundsOf, usedTogether} from './pod-facts.ts';

interface Row extends Resource {
  readonly node: string;
  readonly object: Node;
  readonly status: string;
  readonly pods: number;
  readonly used: Used | undefined;
  /** What its pods ask for together. */
  readonly asked: Used | undefined;
  readonly allocatable: Used;
  readonly createdAt: string | undefined;
  readonly now: Date;
}

const of = (name: string, shows: string, value: (row: Row) => number | undefined) =>
  column.numbers<Row>(name, shows, value, (one) => `${String(one)}%`, {tone: (row) => column.toneOfShare(value(row))});

export const nodes = resourceTable<Row>({
  name: 'nodes',
  also: ['no', 'node'],
  columns: [
    column.name(),
    column.words('status', 'Ready, and what is to be said besides', ({status}) => status, {
      tone: ({isFaulty, status}) => (isFaulty ? 'bad' : status === 'Ready' ? 'plain' : 'warn'),
    }),
    column.numbers('pods', 'pods on it', ({pods}) => pods),
    column.numbers('cpu', 'CPU it uses', ({used}) => used?.cpu, column.cores),
    of('%cpu', 'CPU of what pods may use', ({used, allocatable}) => column.percent(used?.cpu, allocatable.cpu)),
    of('%cpu-req', 'CPU that is asked for, of what there is', ({asked, allocatable}) =>
      column.percent(asked?.cpu, allocatable.cpu),
    ),
    column.numbers('mem', 'memory it uses', ({used}) => used?.memory, column.size),
    of('%mem', 'memory of what pods may use', ({used, allocatable}) =>
      column.percent(used?.memory, allocatable.memory),
    ),
    of('%mem-req', 'memory that is asked for, of what there is', ({asked, allocatable}) =>
      column.percent(asked?.memory, allocatable.memory),
    ),
    column.words('version', "its kubelet's", ({object}) => object.status.nodeInfo.kubeletVersion),
    column.words('runtime', 'its container runtime', ({object}) => object.status.nodeInfo.containerRuntimeVersion, {
      when: 'wide',
    }),
    column.words('kernel', "its kernel's version", ({object}) => object.status.nodeInfo.kernelVersion, {when: 'wide'}),
    column.aged<Row>(),
  ],
  rows: ({cluster, usage}: World) =>
    cluster.all('Node').map((object): Row => {
      const {name, labels, creationTimestamp} = object.metadata;
      const pods = cluster.podsOn(name).filter((pod) => !isOver(pod));
      const {status, isFaulty} = standing(object);
      return {
        ref: ref('Node', undefined, name),
        node: name,
        object,
        status,
        isFaulty,
        labels,
        pods: pods.length,
        used: usage.get(usedKey(ref('Node', undefined, name))),
        asked: usedTogether(pods.map(({spec}) => boundsOf(spec.containers).requests)),
        allocatable: amounts(object.status.allocatable),
        createdAt: creationTimestamp,
        now: cluster.now,
      };
    }),
  below: ({ref: on}) => ({kind: 'pods', of: on}),
});

function standing({spec, status}: Node): {readonly status: string; readonly isFaulty: boolean} {
  const isReady = conditionOf(status.conditions, 'Ready')?.status === 'True';
  const troubles = status.conditions.filter(({type, status: is}) => type !== 'Ready' && is === 'True');
  const marks = [
    isReady ? 'Ready' : 'NotReady',
    ...(spec.unschedulable === true ? ['cordoned'] : []),
    ...troubles.flatMap(({type}) => type ?? []),
  ];
  return {status: marks.join(','), isFaulty: !isReady || troubles.length > 0};
}
