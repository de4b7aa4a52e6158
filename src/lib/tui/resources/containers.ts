import {containersOf, type PodContainer} from '../../model/containers.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type Used, usedKey, type World} from './kind.ts';
import {amounts, isFaultyPod, lastEndOf} from './pod-facts.ts';

interface Row extends Resource {
  readonly one: PodContainer;
  readonly used: Used | undefined;
  readonly requests: Used;
  readonly limits: Used;
}

export const containers = resourceTable<Row>({
  name: 'containers',
  also: ['container', 'co'],
  columns: [
    column.namespace(),
    column.words('pod', 'the pod it is in', ({ref}) => ref.name),
    column.words('name', 'its name', ({container}) => container),
    column.words('role', 'container, init or sidecar', ({one}) => one.role, {when: 'wide'}),
    column.words('state', 'what it does now', ({one}) => stateOf(one), {
      tone: ({isFaulty}) => (isFaulty ? 'bad' : 'plain'),
    }),
    column.numbers('restarts', 'how often it was started again', ({one}) => one.status.restartCount, String, {
      tone: ({one}) => ((one.status.restartCount ?? 0) > 0 ? 'warn' : 'plain'),
    }),
    column.words('last-end', 'how it ended last', ({one}) => lastEndOf(one.status)),
    ...column.usage<Row>(),
    column.words('image', 'what it runs', ({one}) => one.spec?.image ?? one.status.image, {when: 'wide'}),
  ],
  rows: ({cluster, usage}: World) =>
    cluster.all('Pod').flatMap((pod) =>
      containersOf(pod).map((one): Row => {
        const {name} = one.status;
        return {
          ref: one.podRef,
          container: name,
          one,
          used: usage.get(usedKey(one.podRef, name)),
          requests: amounts(one.spec?.resources.requests ?? {}),
          limits: amounts(one.spec?.resources.limits ?? {}),
          labels: pod.metadata.labels,
          node: pod.nodeName,
          owner: cluster.owners.topOf(one.podRef),
          isFaulty: one.role !== 'init' && one.status.ready !== true && isFaultyPod(pod),
        };
      }),
    ),
});

function stateOf({status: {state}}: PodContainer): string {
  if (state.running !== undefined) return 'running';
  if (state.waiting !== undefined) return state.waiting.reason ?? 'waiting';
  if (state.terminated === undefined) return 'unknown';
  return `${state.terminated.reason ?? 'ended'} (${String(state.terminated.exitCode ?? '?')})`;
}
