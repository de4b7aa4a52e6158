import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pdb-blocks-eviction.ts';
import {ago, cluster, event, node, object, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const counts = (currentHealthy: number, desiredHealthy: number, expectedPods: number) => ({
  disruptionsAllowed: 0,
  currentHealthy,
  desiredHealthy,
  expectedPods,
});
const budget = (spec: Json, status: Json) =>
  object('web', {spec: {selector: {matchLabels: {app: 'web'}}, ...spec}, status});
const broken = {conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(300)}]};
const shop = (one: Json, more: Parameters<typeof cluster>[0] = {}) =>
  cluster({
    PodDisruptionBudget: [one],
    Pod: [pod('web-a', {of: 'web'}), pod('web-b', {of: 'web', status: broken}), pod('db')],
    Node: [node('node-1')],
    ...more,
  });
const cordoned = node('node-1', 'True', {spec: {unschedulable: true}});

test.each([
  [
    'a minimum that equals the replicas',
    {minAvailable: 2},
    counts(2, 2, 2),
    'with minAvailable 2 and 2 pods it never allows one',
    'disruptionsAllowed 0, currentHealthy 2, desiredHealthy 2, expectedPods 2',
    'minAvailable 2',
    'run one replica more',
  ],
  [
    'a share that comes to all',
    {minAvailable: '100%'},
    counts(2, 2, 2),
    'with minAvailable 100% and 2 pods it never allows one',
    'disruptionsAllowed 0, currentHealthy 2, desiredHealthy 2, expectedPods 2',
    'minAvailable 100%',
    'run one replica more',
  ],
  [
    'no disruption at all',
    {maxUnavailable: 0},
    counts(2, 2, 2),
    'with maxUnavailable 0 and 2 pods it never allows one',
    'disruptionsAllowed 0, currentHealthy 2, desiredHealthy 2, expectedPods 2',
    'maxUnavailable 0',
    'run one replica more',
  ],
  [
    'one replica',
    {minAvailable: 1},
    counts(1, 1, 1),
    'with minAvailable 1 and 1 pod it never allows one',
    'disruptionsAllowed 0, currentHealthy 1, desiredHealthy 1, expectedPods 1',
    'minAvailable 1',
    'run one replica more',
  ],
  [
    'pods that are broken',
    {maxUnavailable: 1},
    counts(1, 2, 3),
    'only 1 of 3 pods are healthy and 2 must be',
    'disruptionsAllowed 0, currentHealthy 1, desiredHealthy 2, expectedPods 3',
    'maxUnavailable 1',
    'mend the pods',
  ],
])('tells why: %s', (_, spec, status, why, figures, demand, fix) => {
  const [found, ...more] = sightings(rule, shop(budget(spec, status)));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'PodDisruptionBudget', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`PodDisruptionBudget shop/web allows no eviction: ${why}`);
  expect([found?.severity, ...(found?.evidence.map(({quote}) => quote) ?? [])]).toEqual(['low', figures, demand]);
  expect(found?.fix?.[0]).toContain(fix);
  expect(found?.objects?.map(({name}) => name)).toEqual(['web-b']);
});

test('matters more while somebody empties a node', () => {
  const [found] = sightings(rule, shop(budget({minAvailable: 2}, counts(2, 2, 2)), {Node: [cordoned]}));
  expect(found).toMatchObject({
    severity: 'medium',
    summary:
      'PodDisruptionBudget shop/web allows no eviction: with minAvailable 2 and 2 pods it never allows one; it holds pods on the cordoned node node-1',
  });
  expect(found?.toward).toContainEqual({kind: 'Node', name: 'node-1'});
});

test('matters more when an eviction was refused', () => {
  const refused = (more: Json = {}) =>
    event('Pod', 'web-a', 'FailedEviction', "Cannot evict pod as it would violate the pod's disruption budget.", more);
  const at = (one: Json) => sightings(rule, shop(budget({minAvailable: 2}, counts(2, 2, 2)), {Event: [one]}))[0];
  expect(at(refused())).toMatchObject({
    severity: 'medium',
    since: ago(600),
    evidence: [{}, {}, {from: 'event', reason: 'FailedEviction'}],
  });
  expect(at(refused({firstTimestamp: ago(9000), lastTimestamp: ago(8000)}))).toMatchObject({
    severity: 'low',
    evidence: [{}, {}],
  });
});

test.each([
  ['one that allows an eviction', shop(budget({maxUnavailable: 1}, {...counts(2, 1, 2), disruptionsAllowed: 1}))],
  ['a workload that is scaled to zero', shop(budget({minAvailable: 1}, counts(0, 0, 0)))],
  ['one just made, that nobody has counted', shop(budget({minAvailable: 2}, {}))],
  [
    'an eviction under way, which the counts have not followed',
    shop(budget({maxUnavailable: 1}, counts(3, 2, 3)), {Node: [cordoned]}),
  ],
  ['one without a selector, which matches nothing', shop(budget({selector: undefined}, counts(1, 1, 1)))],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
