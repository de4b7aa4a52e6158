import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/daemonset-not-ready.ts';
import {ago, cluster, object, pod, sightings, waiting} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const agents = (wanted: number | undefined, ready: number | undefined, metadata: Json = {}, more: Json = {}) =>
  object(
    'agent',
    {
      spec: {selector: {matchLabels: {app: 'agent'}}},
      status: {desiredNumberScheduled: wanted, numberReady: ready, ...more},
    },
    metadata,
  );
const on = (
  node: string,
  status: Json = {},
  {metadata = {}, name = `agent-${node}`}: {metadata?: Json; name?: string} = {},
) =>
  pod(name, {
    spec: {nodeName: node},
    status,
    metadata: {ownerReferences: [{kind: 'DaemonSet', name: 'agent', controller: true}], ...metadata},
  });
const shop = (one: Json, ...pods: readonly Json[]) => cluster({DaemonSet: [one], Pod: pods});

const crash = waiting('CrashLoopBackOff', 'back-off', {restartCount: 5});
const unready = (seconds: number) => ({
  conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(seconds)}],
});
const failed = {phase: 'Failed', reason: 'Evicted', ...unready(900)};
/** The controller makes a pod for one node; the scheduler has found no room there. */
const unplaced = (node: string) =>
  pod('agent-new', {
    spec: {
      nodeName: undefined,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: [node]}]}],
          },
        },
      },
    },
    status: {
      phase: 'Pending',
      conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable', lastTransitionTime: ago(600)}],
      containerStatuses: [],
    },
    metadata: {creationTimestamp: ago(600), ownerReferences: [{kind: 'DaemonSet', name: 'agent', controller: true}]},
  });

test.each([
  [
    'a node whose pod is not ready',
    shop(agents(2, 1), on('node-1'), on('node-2', crash)),
    '1 of 2 nodes: not on node-2',
    'medium',
    ago(300),
  ],
  ['the one node there is', shop(agents(1, 0), on('node-1', crash)), '0 of 1 nodes: not on node-1', 'high', ago(300)],
  [
    'many nodes',
    shop(agents(5, undefined), ...['a', 'b', 'c', 'd', 'e'].map((name, at) => on(name, unready(400 + at)))),
    '0 of 5 nodes: not on a, b, c and 2 more',
    'high',
    ago(404),
  ],
  [
    'a node that has no room, by the name the controller gave',
    shop(agents(2, 1), on('node-1'), unplaced('node-2')),
    '1 of 2 nodes: not on node-2',
    'medium',
    ago(600),
  ],
  [
    'pods that are not made',
    shop(agents(3, 1), on('node-1'), on('node-2', crash)),
    '1 of 3 nodes: not on node-2, 1 not created',
    'medium',
    ago(300),
  ],
  ['no pods at all', shop(agents(2, 0)), '0 of 2 nodes: 2 not created', 'high', undefined],
  ['pods that were not read', cluster({DaemonSet: [agents(2, 1)]}), '1 of 2 nodes', 'medium', undefined],
])('tells of %s', (_, cluster, words, severity, since) => {
  const [found, ...more] = sightings(rule, cluster);
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'DaemonSet', namespace: 'shop', name: 'agent'});
  expect(found?.summary).toBe(`DaemonSet shop/agent is ready on ${words}`);
  expect([found?.severity, found?.since]).toEqual([severity, since]);
});

test('quotes its numbers and the pods that are not ready, and leads to these', () => {
  const [found] = sightings(
    rule,
    shop(agents(3, 1, {}, {numberUnavailable: 2}), on('node-1'), on('node-2', crash), unplaced('node-3')),
  );
  expect(found?.evidence).toMatchObject([
    {path: 'status', quote: 'desiredNumberScheduled 3, numberReady 1, numberUnavailable 2', at: ago(600)},
    {ref: {kind: 'Pod', name: 'agent-node-2'}, quote: 'Pending on node-2, not ready', at: ago(300)},
    {ref: {kind: 'Pod', name: 'agent-new'}, quote: 'Pending for node-3, not scheduled'},
  ]);
  expect(found?.objects?.map(({name}) => name)).toEqual(['agent-node-2', 'agent-new']);
});

test('does not count a node that a newer pod of it serves', () => {
  const [found] = sightings(
    rule,
    shop(agents(2, 1), on('node-1'), on('node-1', failed, {name: 'agent-evicted'}), on('node-2', unready(200))),
  );
  expect([found?.summary, found?.since]).toEqual([
    'DaemonSet shop/agent is ready on 1 of 2 nodes: not on node-2',
    ago(200),
  ]);
});

test.each([
  ['one that is ready everywhere', shop(agents(2, 2), on('node-1'), on('node-2'))],
  ['one that no node matches', shop(agents(0, 0))],
  ['one that nobody has looked at', shop(agents(undefined, undefined))],
  ['one just made', shop(agents(2, 0, {creationTimestamp: ago(10)}))],
  ['a node that has just joined', shop(agents(2, 1), on('node-1'), on('node-2', unready(30)))],
  [
    'a pod that is being replaced',
    shop(agents(2, 1), on('node-1'), on('node-2', unready(20), {metadata: {deletionTimestamp: ago(20)}})),
  ],
  ['a status that has not followed a pod just ready', shop(agents(2, 1), on('node-1'), on('node-2'))],
  [
    'a nodeSelector that was widened a moment ago',
    shop(agents(2, 1, {managedFields: [{manager: 'kubectl-edit', operation: 'Update', time: ago(5)}]}), on('node-1')),
  ],
  ['one that is being deleted', shop(agents(2, 1, {deletionTimestamp: ago(5)}), on('node-2', crash))],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
