import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/rollout-stuck.ts';
import {ago, cluster, deployment, meta, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const STOPPED = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "web-2" has timed out progressing.',
  lastTransitionTime: ago(200),
};
const MOVING = {
  type: 'Progressing',
  status: 'True',
  reason: 'ReplicaSetUpdated',
  message: 'ReplicaSet "web-2" is progressing.',
  lastTransitionTime: ago(900),
};

const set = (revision: number, replicas: number, ready: number, metadata: Json = {}) => ({
  metadata: meta(`web-${String(revision)}`, {
    creationTimestamp: ago(800),
    ownerReferences: [{kind: 'Deployment', name: 'web', controller: true}],
    annotations: {'deployment.kubernetes.io/revision': String(revision)},
    ...metadata,
  }),
  spec: {replicas},
  status: {replicas, readyReplicas: ready},
});
const fresh = (ready: 'True' | 'False', seconds = 780) =>
  pod('web-2-a', {
    of: 'web',
    metadata: {
      creationTimestamp: ago(seconds),
      ownerReferences: [{kind: 'ReplicaSet', name: 'web-2', controller: true}],
    },
    status: {conditions: [{type: 'Ready', status: ready, lastTransitionTime: ago(seconds)}]},
  });
interface Shop {
  readonly status: Json;
  readonly condition?: Json;
  readonly sets?: readonly Json[];
  readonly pods?: readonly Json[];
  readonly spec?: Json;
  readonly metadata?: Json;
}
const shop = ({
  status,
  condition = STOPPED,
  sets = [set(1, 3, 3, {creationTimestamp: ago(9000)}), set(2, 1, 0)],
  pods = [fresh('False')],
  spec = {},
  metadata = {},
}: Shop) =>
  cluster({
    Deployment: [
      deployment('web', {spec: {replicas: 3, ...spec}, status: {conditions: [condition], ...status}, metadata})
        .Deployment,
    ],
    ReplicaSet: sets,
    Pod: pods,
  });
const counts = (replicas: number, updatedReplicas: number, availableReplicas: number) => ({
  replicas,
  updatedReplicas,
  availableReplicas,
  readyReplicas: availableReplicas,
});
const stopped = `Progressing=False (ProgressDeadlineExceeded): ${STOPPED.message}`;

test.each([
  [
    'past its deadline',
    {status: counts(4, 1, 3)},
    ': no pod of its new ReplicaSet web-2 is ready (ProgressDeadlineExceeded); 3 pods still serve',
    'medium',
    stopped,
  ],
  [
    'long before its deadline',
    {status: counts(4, 1, 3), condition: MOVING},
    ': no pod of its new ReplicaSet web-2 is ready; 3 pods still serve',
    'medium',
    `Progressing=True (ReplicaSetUpdated): ${MOVING.message}`,
  ],
  [
    'half way',
    {status: counts(4, 2, 3), sets: [set(1, 2, 2), set(2, 2, 1)]},
    ': 1 of 3 pods of its new ReplicaSet web-2 are ready (ProgressDeadlineExceeded); 3 pods still serve',
    'medium',
    stopped,
  ],
  [
    'with nothing left that serves',
    {status: counts(3, 1, 0), sets: [set(1, 2, 0), set(2, 1, 0)]},
    ': no pod of its new ReplicaSet web-2 is ready (ProgressDeadlineExceeded)',
    'high',
    stopped,
  ],
  [
    'of a single replica, whose old pod serves',
    {status: counts(2, 1, 1), spec: {replicas: 1}, sets: [set(1, 1, 1), set(2, 1, 0)]},
    ': no pod of its new ReplicaSet web-2 is ready (ProgressDeadlineExceeded); 1 pod still serves',
    'medium',
    stopped,
  ],
  [
    'of the first version',
    {status: counts(3, 3, 0), sets: [set(2, 3, 0)]},
    ': 0 of 3 pods of its new ReplicaSet web-2 are ready (ProgressDeadlineExceeded)',
    'high',
    stopped,
  ],
  [
    'whose ReplicaSets were not read',
    {status: counts(4, 1, 3), sets: [], pods: []},
    ' (ProgressDeadlineExceeded); 3 pods still serve',
    'medium',
    stopped,
  ],
] satisfies ReadonlyArray<readonly [string, Shop, string, string, string]>)(
  'tells of a rollout %s',
  (_, one, words, severity, quote) => {
    const [found, ...more] = sightings(rule, shop(one));
    expect(more).toEqual([]);
    expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
    expect(found?.summary).toBe(`Deployment shop/web cannot roll out${words}`);
    expect([found?.severity, found?.evidence[0].quote]).toEqual([severity, quote]);
  },
);

test('counts from the first new pod, not from a ReplicaSet that is rolled back to', () => {
  const back = set(3, 1, 0, {name: 'web-2', creationTimestamp: ago(90_000)});
  const [found] = sightings(rule, shop({status: counts(4, 1, 3), condition: MOVING, sets: [set(1, 3, 3), back]}));
  expect([found?.since, found?.evidence[1]?.quote]).toEqual([ago(780), 'replicas 1, ready 0']);
  expect(found?.objects?.map(({kind, name}) => `${kind} ${name}`)).toEqual(['Pod web-2-a', 'ReplicaSet web-2']);
});

const done = {type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable'};
test.each([
  [
    'a rollout that is through',
    {status: counts(3, 3, 3), condition: done, sets: [set(1, 0, 0), set(2, 3, 3)], pods: [fresh('True')]},
  ],
  [
    'a rollout that got over its deadline',
    {status: counts(3, 3, 3), sets: [set(1, 0, 0), set(2, 3, 3)], pods: [fresh('True')]},
  ],
  [
    'a rollout under way, whose first pod is young',
    {status: counts(4, 1, 3), condition: MOVING, pods: [fresh('False', 20)]},
  ],
  ['a rollout that makes headway', {status: counts(4, 2, 3), condition: MOVING, sets: [set(1, 2, 2), set(2, 2, 1)]}],
  ['one that is paused', {status: counts(4, 1, 3), spec: {paused: true}}],
  ['one that is scaled to zero', {status: counts(0, 0, 0), spec: {replicas: 0}}],
  ['one that is being deleted', {status: counts(4, 1, 3), metadata: {deletionTimestamp: ago(5)}}],
  [
    'a pod that broke after its rollout, which is told elsewhere',
    {status: counts(3, 3, 2), condition: done, sets: [set(1, 0, 0), set(2, 3, 2)]},
  ],
] satisfies ReadonlyArray<readonly [string, Shop]>)('is silent about %s', (_, one) => {
  expect(sightings(rule, shop(one))).toEqual([]);
});
