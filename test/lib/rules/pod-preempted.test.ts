import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pod-preempted.ts';
import {ago, cluster, deployment, event, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const {Deployment, ReplicaSet} = deployment('web', {spec: {replicas: 2}});
const KUBELET = 'Preempted in order to admit critical pod';
const SCHEDULER = 'Preempted by pod 4f1c0d7e-2222-4333-8444-555566667777 on node node-1';
const pending = {
  phase: 'Pending',
  conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable'}],
  containerStatuses: [],
};
const critical = {
  phase: 'Failed',
  reason: 'Preempting',
  message: KUBELET,
  conditions: [
    {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'TerminationByKubelet',
      message: KUBELET,
      lastTransitionTime: ago(900),
    },
  ],
};
const web = (pods: readonly Json[], more: Parameters<typeof cluster>[0] = {}) =>
  cluster({Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: pods, ...more});
const of = (name: string, status: Json = {}, metadata: Json = {}) => pod(name, {of: 'web', status, metadata});
const preempted = (name: string, more: Json = {}) =>
  event('Pod', name, 'Preempted', SCHEDULER, {type: 'Normal', count: 1, ...more});

test.each([
  [
    'the kubelet, by what it left behind',
    web([of('web-1-aaaaa', critical)]),
    KUBELET,
    `DisruptionTarget=True (TerminationByKubelet): ${KUBELET}`,
    ago(900),
  ],
  [
    'an older kubelet, which sets no condition',
    web([of('web-1-aaaaa', {...critical, conditions: []})]),
    KUBELET,
    `phase Failed: Preempting: ${KUBELET}`,
    ago(3600),
  ],
  [
    'the kubelet, of the same pod in status and event',
    web([of('web-1-aaaaa', critical)], {
      Event: [event('Pod', 'web-1-aaaaa', 'Preempting', KUBELET, {lastTimestamp: ago(900)})],
    }),
    KUBELET,
    `DisruptionTarget=True (TerminationByKubelet): ${KUBELET}`,
    ago(900),
  ],
  [
    'the scheduler, by the event of a pod that is gone',
    web([of('web-1-bbbbb', pending)], {Event: [preempted('web-1-aaaaa', {lastTimestamp: ago(300)})]}),
    SCHEDULER,
    SCHEDULER,
    ago(300),
  ],
])('tells of %s', (_, on, words, quote, since) => {
  const [found, ...more] = sightings(rule, on);
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web was preempted: ${words}`);
  expect(found?.evidence[0].quote).toBe(quote);
  expect([found?.severity, found?.active, found?.since]).toEqual(['medium', true, since]);
});

test('counts its victims', () => {
  const [found, ...more] = sightings(
    rule,
    web([of('web-1-ccccc', pending)], {
      Event: [preempted('web-1-aaaaa'), preempted('web-1-bbbbb', {metadata: {name: 'other', namespace: 'shop'}})],
    }),
  );
  expect(found?.summary).toBe(`Deployment shop/web was preempted (2 pods): ${SCHEDULER}`);
  expect(more).toEqual([]);
});

test('takes it for history once the victims found another place', () => {
  const [found] = sightings(rule, web([of('web-1-bbbbb'), of('web-1-ccccc')], {Event: [preempted('web-1-aaaaa')]}));
  expect(found).toMatchObject({active: false, severity: 'low'});
});

test.each([
  ['pods that run', web([of('web-1-aaaaa'), of('web-1-bbbbb')])],
  [
    'an old event',
    web([of('web-1-bbbbb', pending)], {
      Event: [preempted('web-1-aaaaa', {firstTimestamp: ago(9000), lastTimestamp: ago(9000)})],
    }),
  ],
  ['a workload that is gone', cluster({Deployment: [], ReplicaSet: [], Pod: [], Event: [preempted('web-1-aaaaa')]})],
  [
    'a victim on its way out, which made room as asked',
    web([of('web-1-aaaaa', critical, {deletionTimestamp: ago(5)})]),
  ],
  [
    'an eviction, which is told elsewhere',
    web([
      of('web-1-aaaaa', {
        phase: 'Failed',
        reason: 'Evicted',
        conditions: [{type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet'}],
      }),
    ]),
  ],
  [
    'a pod whose node is drained',
    web([
      of('web-1-aaaaa', {conditions: [{type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI'}]}),
    ]),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
