import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/deployment-unavailable.ts';
import {ago, cluster, deployment, pod, sightings, waiting} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const lacking = (seconds: number) => ({
  type: 'Available',
  status: 'False',
  reason: 'MinimumReplicasUnavailable',
  message: 'Deployment does not have minimum availability.',
  lastTransitionTime: ago(seconds),
});
const enough = {
  type: 'Available',
  status: 'True',
  reason: 'MinimumReplicasAvailable',
  message: 'Deployment has minimum availability.',
  lastTransitionTime: ago(3000),
};
const progressing = (seconds: number) => ({
  type: 'Progressing',
  status: 'True',
  reason: 'NewReplicaSetAvailable',
  message: 'ReplicaSet "web-1" has successfully progressed.',
  lastUpdateTime: ago(seconds),
  lastTransitionTime: ago(3000),
});
const counts = (replicas: number, available: number) => ({
  replicas,
  updatedReplicas: replicas,
  readyReplicas: available,
  availableReplicas: available,
});
const web = (name: string, status: Json = {}, metadata: Json = {}) => pod(name, {of: 'web', status, metadata});
const unready = (seconds: number) => ({
  conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(seconds)}],
});
const crash = waiting('CrashLoopBackOff', 'back-off', {restartCount: 5});

interface Shop {
  readonly replicas?: number | undefined;
  readonly status: Json;
  readonly pods?: readonly Json[] | undefined;
  readonly spec?: Json;
  readonly metadata?: Json;
}
function shop({replicas = 3, status, pods, spec = {}, metadata = {}}: Shop) {
  const {Deployment, ReplicaSet} = deployment('web', {spec: {replicas, ...spec}, status, metadata});
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [{...ReplicaSet, status: {replicas, ...status}}],
    ...(pods === undefined ? {} : {Pod: pods}),
  });
}
const said = 'Available=False (MinimumReplicasUnavailable): Deployment does not have minimum availability.';

test.each([
  [
    'none, since its condition says so',
    {replicas: 1, status: {...counts(1, 0), conditions: [lacking(500)]}, pods: [web('web-a', crash)]},
    '0 of 1 replicas',
    'high',
    ago(500),
    ['replicas 1 wanted, 1 created, 0 ready, 0 available', said],
    ['web-a'],
  ],
  [
    'some, since a pod is not ready, which the condition tolerates',
    {status: {...counts(3, 2), conditions: [enough]}, pods: [web('web-a'), web('web-b', unready(200)), web('web-c')]},
    '2 of 3 replicas',
    'medium',
    ago(200),
    ['replicas 3 wanted, 3 created, 2 ready, 2 available'],
    ['web-b'],
  ],
  [
    'fewer than it was scaled to, since the API server refuses more',
    {
      status: {
        ...counts(2, 2),
        conditions: [
          enough,
          progressing(3000),
          {type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', lastTransitionTime: ago(700)},
        ],
      },
      pods: [web('web-a'), web('web-b')],
    },
    '2 of 3 replicas',
    'medium',
    ago(700),
    ['replicas 3 wanted, 2 created, 2 ready, 2 available'],
    [],
  ],
  [
    'none, and there are no pods',
    {status: {...counts(0, 0), conditions: [lacking(500)]}, pods: []},
    '0 of 3 replicas',
    'high',
    ago(500),
    ['replicas 3 wanted, 0 created, 0 ready, 0 available', said],
    [],
  ],
  [
    'fewer, where the pods were not read',
    {status: {...counts(3, 2), conditions: [enough, progressing(900)]}},
    '2 of 3 replicas',
    'medium',
    ago(900),
    ['replicas 3 wanted, 3 created, 2 ready, 2 available'],
    [],
  ],
  [
    'less than the one that an unset number means',
    {replicas: undefined, spec: {replicas: undefined}, status: {...counts(1, 0), conditions: [lacking(500)]}, pods: []},
    '0 of 1 replicas',
    'high',
    ago(500),
    ['replicas 1 wanted, 1 created, 0 ready, 0 available', said],
    [],
  ],
] satisfies ReadonlyArray<readonly [string, Shop, string, string, string, readonly string[], readonly string[]]>)(
  'tells of one with %s',
  (_, one, words, severity, since, quotes, pods) => {
    const [found, ...more] = sightings(rule, shop(one));
    expect(more).toEqual([]);
    expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
    expect(found?.summary).toBe(`Deployment shop/web has ${words} available`);
    expect([found?.severity, found?.since]).toEqual([severity, since]);
    expect(found?.evidence.map(({quote}) => quote)).toEqual(quotes);
    expect(found?.objects?.map(({name}) => name)).toEqual(pods);
  },
);

test('does not date from pods that are evicted or leave, nor lead to them', () => {
  const evicted = {phase: 'Failed', reason: 'Evicted', ...unready(80_000)};
  const [found] = sightings(
    rule,
    shop({
      replicas: 2,
      status: {...counts(2, 1), conditions: [enough]},
      pods: [
        web('web-a'),
        web('web-b', unready(200)),
        web('web-old', evicted),
        web('web-gone', unready(5000), {deletionTimestamp: ago(4000)}),
      ],
    }),
  );
  expect([found?.since, found?.objects?.map(({name}) => name)]).toEqual([ago(200), ['web-b']]);
});

const scaled = (seconds: number) => ({
  managedFields: [
    {manager: 'kubectl-client-side-apply', operation: 'Update', time: ago(3000)},
    {manager: 'kube-controller-manager', operation: 'Update', subresource: 'scale', time: ago(seconds)},
  ],
});
test.each([
  ['one that has what it wants', {status: {...counts(3, 3), conditions: [enough]}, pods: []}],
  ['one that is scaled to zero', {replicas: 0, status: {...counts(0, 0), conditions: [enough]}, pods: []}],
  ['one that has lost a pod a moment ago', {status: {...counts(3, 0), conditions: [lacking(20)]}, pods: []}],
  [
    'a rollout, whose new pod is young',
    {status: {...counts(3, 2), conditions: [enough]}, pods: [web('a'), web('b'), web('c', unready(20))]},
  ],
  [
    'a rollout, whose new pod is young and an evicted one old',
    {
      status: {...counts(3, 2), conditions: [enough]},
      pods: [
        web('a'),
        web('b'),
        web('c', unready(20)),
        web('d', {phase: 'Failed', reason: 'Evicted', ...unready(9000)}),
      ],
    },
  ],
  [
    'an autoscaler that asked for more a moment ago',
    {
      status: {...counts(2, 2), conditions: [enough, progressing(3000)]},
      pods: [web('a'), web('b')],
      metadata: scaled(5),
    },
  ],
  [
    'a status that has not followed a pod just ready',
    {status: {...counts(3, 2), conditions: [enough, progressing(3000)]}, pods: [web('a'), web('b'), web('c')]},
  ],
  [
    'pods that are ready and wait for minReadySeconds',
    {
      spec: {minReadySeconds: 600},
      status: {...counts(3, 2), readyReplicas: 3, conditions: [lacking(500), progressing(3000)]},
    },
  ],
  ['one that no controller has looked at', {status: {observedGeneration: undefined, ...counts(0, 0)}, pods: []}],
  [
    'one that is being deleted',
    {status: {...counts(3, 0), conditions: [lacking(500)]}, pods: [], metadata: {deletionTimestamp: ago(5)}},
  ],
] satisfies ReadonlyArray<readonly [string, Shop]>)('is silent about %s', (_, one) => {
  expect(sightings(rule, shop(one))).toEqual([]);
});
