import {expect, test} from 'vitest';
import {schedulingVerdict} from '../../../src/lib/parse/scheduling.ts';

/** As releases from 1.8 to 1.34 write them. */
const CASES: ReadonlyArray<readonly [string, ReadonlyArray<readonly [number, string, string]>]> = [
  [
    '0/5 nodes are available: 2 Insufficient memory, 3 Insufficient cpu.',
    [
      [2, 'resources', 'memory'],
      [3, 'resources', 'cpu'],
    ],
  ],
  [
    '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
    [
      [1, 'taint', '{node-role.kubernetes.io/control-plane: }'],
      [2, 'resources', 'nvidia.com/gpu'],
    ],
  ],
  [
    "0/2 nodes are available: 2 node(s) had taint {dedicated: gpu}, that the pod didn't tolerate.",
    [[2, 'taint', '{dedicated: gpu}']],
  ],
  [
    "0/4 nodes are available: 3 node(s) didn't match node selector, 1 node(s) had taints that the pod didn't tolerate.",
    [
      [3, 'selector', "node(s) didn't match node selector"],
      [1, 'taint', "node(s) had taints that the pod didn't tolerate"],
    ],
  ],
  [
    "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    [[3, 'selector', "node(s) didn't match Pod's node affinity/selector"]],
  ],
  ['0/3 nodes are available: 3 node(s) had untolerated taint(s).', [[3, 'taint', 'node(s) had untolerated taint(s)']]],
  [
    '0/3 nodes are available: 1 Too many pods, 2 node(s) were unschedulable.',
    [
      [1, 'resources', 'Too many pods'],
      [2, 'cordoned', 'node(s) were unschedulable'],
    ],
  ],
  [
    "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.",
    [[3, 'anti-affinity', "node(s) didn't match pod anti-affinity rules"]],
  ],
  [
    "0/3 nodes are available: 3 node(s) didn't match pod affinity/anti-affinity, 3 node(s) didn't satisfy existing pods anti-affinity rules.",
    [
      [3, 'anti-affinity', "node(s) didn't match pod affinity/anti-affinity"],
      [3, 'anti-affinity', "node(s) didn't satisfy existing pods anti-affinity rules"],
    ],
  ],
  [
    "0/3 nodes are available: 3 node(s) didn't match pod affinity rules.",
    [[3, 'affinity', "node(s) didn't match pod affinity rules"]],
  ],
  [
    "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).",
    [[3, 'spread', "node(s) didn't match pod topology spread constraints (missing required label)"]],
  ],
  [
    "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
    [[1, 'ports', "node(s) didn't have free ports for the requested pod ports"]],
  ],
  [
    '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    [[2, 'volume', 'pod has unbound immediate PersistentVolumeClaims']],
  ],
  [
    'pod has unbound immediate PersistentVolumeClaims (repeated 2 times)',
    [[0, 'volume', 'pod has unbound immediate PersistentVolumeClaims (repeated 2 times)']],
  ],
  ['0/2 nodes are available: persistentvolumeclaim "data" not found. not found', [[2, 'volume', 'data']]],
  ['persistentvolumeclaim "data" not found', [[0, 'volume', 'data']]],
  [
    '0/3 nodes are available: 2 node(s) had volume node affinity conflict, 1 node(s) exceed max volume count.',
    [
      [2, 'volume', 'node(s) had volume node affinity conflict'],
      [1, 'volume', 'node(s) exceed max volume count'],
    ],
  ],
  [
    "0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind.",
    [[3, 'volume', "node(s) didn't find available persistent volumes to bind"]],
  ],
  [
    'No nodes are available that match all of the predicates: Insufficient cpu (2), MatchNodeSelector (1).',
    [
      [2, 'resources', 'cpu'],
      [1, 'selector', 'MatchNodeSelector'],
    ],
  ],
  ['no nodes available to schedule pods', [[0, 'other', 'no nodes available to schedule pods']]],
  [
    '0/1 nodes are available: 1 cannot allocate all claims. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful.',
    [[1, 'resources', 'cannot allocate all claims']],
  ],
  ['0/2 nodes are available: 2 the moon is in the wrong house.', [[2, 'other', 'the moon is in the wrong house']]],
];

test.each(CASES)('%s', (message, expected) => {
  expect(schedulingVerdict(message)?.reasons.map(({count, kind, detail}) => [count, kind, detail])).toEqual(expected);
});

test('knows how many nodes there are, and what is no verdict', () => {
  expect(schedulingVerdict('0/5 nodes are available: 5 Insufficient cpu.')?.nodes).toBe(5);
  expect(schedulingVerdict('skip schedule deleting pod: shop/web-1')).toBeUndefined();
  expect(schedulingVerdict('')).toBeUndefined();
});
