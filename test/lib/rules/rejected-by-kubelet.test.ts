import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/rejected-by-kubelet.ts';
import {ago, cluster, deployment, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const CPU = "Pod was rejected: Node didn't have enough resource: cpu, requested: 4000, used: 3500, capacity: 4000";
const failed = (reason: string, message?: string, more: Json = {}) => ({
  phase: 'Failed',
  reason,
  message,
  startTime: ago(600),
  conditions: [],
  containerStatuses: [],
  ...more,
});
const {Deployment, ReplicaSet} = deployment('web');
const web = (name: string, status: Json = {}, metadata: Json = {}) => pod(name, {of: 'web', status, metadata});
const shop = (...pods: readonly Json[]) => cluster({Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: pods});

test.each([
  ['OutOfcpu', CPU, `(OutOfcpu: ${CPU})`, `phase Failed: OutOfcpu: ${CPU}`],
  [
    'UnexpectedAdmissionError',
    'Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
    '(UnexpectedAdmissionError: Pod was rejected: Allocate failed',
    'phase Failed: UnexpectedAdmissionError: Pod was rejected: Allocate failed due to no healthy devices present',
  ],
  ['NodeAffinity', undefined, '(NodeAffinity)', 'phase Failed: NodeAffinity'],
  ['TopologyAffinityError', undefined, '(TopologyAffinityError)', 'phase Failed: TopologyAffinityError'],
])('tells of %s', (reason, message, words, quote) => {
  const [found, ...more] = sightings(rule, shop(web('web-1-a', failed(reason, message))));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain(`Deployment shop/web: the kubelet of node-1 refuses its pod ${words}`);
  expect(found?.evidence[0]).toMatchObject({ref: {kind: 'Pod', name: 'web-1-a'}, path: 'status', at: ago(600)});
  expect(found?.evidence[0].quote).toContain(quote);
  expect([found?.severity, found?.active, found?.since]).toEqual(['high', true, ago(600)]);
});

test('counts the pods of a workload and quotes the last', () => {
  const [found, ...more] = sightings(
    rule,
    shop(
      web('web-1-a', failed('OutOfpods', 'the last', {startTime: ago(60)})),
      web('web-1-b', failed('OutOfcpu', 'the first')),
    ),
  );
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    summary: 'Deployment shop/web: the kubelet of node-1 refuses 2 of its pods (OutOfpods: the last)',
    since: ago(600),
  });
});

test.each([
  [
    'a bare pod, which nobody makes again',
    cluster({Pod: [pod('solo', {status: failed('OutOfmemory')})]}),
    'high',
    true,
  ],
  [
    'a bare pod of yesterday',
    cluster({Pod: [pod('solo', {status: failed('OutOfmemory', undefined, {startTime: ago(86_400)})})]}),
    'medium',
    true,
  ],
  [
    'a workload that has all its pods again',
    shop(web('web-1-a', failed('OutOfcpu', CPU)), web('web-1-b')),
    'low',
    false,
  ],
])('weighs %s', (_, on, severity, active) => {
  expect(sightings(rule, on)).toMatchObject([{severity, active}]);
});

test.each([
  ['pods that run', shop(web('web-1-a'))],
  ['a pod that failed by itself', shop(web('web-1-a', {phase: 'Failed'}))],
  [
    'an eviction, which is told elsewhere',
    shop(web('web-1-a', failed('Evicted', 'The node was low on resource: memory.'))),
  ],
  ['a preemption, which is told elsewhere', shop(web('web-1-a', failed('Preempting')))],
  [
    'a node that was shut down',
    shop(web('web-1-a', failed('Terminated', 'Pod was terminated in response to imminent node shutdown.'))),
  ],
  ['a deadline that passed', shop(web('web-1-a', failed('DeadlineExceeded')))],
  ['a refused pod that is being deleted', shop(web('web-1-a', failed('OutOfcpu', CPU), {deletionTimestamp: ago(3)}))],
  [
    'a pod that waits for room, which the scheduler tells',
    shop(web('web-1-a', {phase: 'Pending', reason: 'OutOfcpu'})),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
