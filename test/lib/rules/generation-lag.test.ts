import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/generation-lag.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const edit = (seconds: number, more: Json = {}) => ({
  manager: 'kubectl-edit',
  operation: 'Update',
  time: ago(seconds),
  ...more,
});
const one = (generation: number | undefined, observedGeneration: number | undefined, metadata: Json = {}) =>
  object('web', {spec: {replicas: 1}, status: {observedGeneration}}, {generation, ...metadata});

test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] as const)('tells of a %s', (kind) => {
  const [found, ...more] = sightings(rule, cluster({[kind]: [one(5, 4, {managedFields: [edit(900)]})]}));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind, namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    `${kind} shop/web is at generation 5, and its controller has only seen 4: the controller manager does not keep up`,
  );
  expect(found?.evidence).toMatchObject([
    {path: 'status.observedGeneration', quote: 'generation 5, observedGeneration 4', at: ago(900)},
  ]);
  expect([rule.severity, found?.since]).toEqual(['high', ago(900)]);
});

test('dates from the edit, not from what a controller wrote into the status', () => {
  const status = edit(5, {manager: 'kube-controller-manager', subresource: 'status'});
  expect(sightings(rule, cluster({Deployment: [one(2, 1, {managedFields: [edit(900), status]})]}))[0]?.since).toBe(
    ago(900),
  );
});

test.each([
  ['one that is followed', one(5, 5)],
  ['one changed a moment ago', one(5, 4, {managedFields: [edit(20)]})],
  [
    'one scaled by an autoscaler a moment ago',
    one(5, 4, {managedFields: [edit(3000), edit(2, {manager: 'kube-controller-manager', subresource: 'scale'})]}),
  ],
  ['one just made', one(2, 1, {creationTimestamp: ago(10)})],
  ['one that is being deleted', one(5, 4, {deletionTimestamp: ago(300), managedFields: [edit(900)]})],
  ['a recording without a status', one(5, undefined)],
  ['a recording without a generation', one(undefined, 4)],
])('is silent about %s', (_, it) => {
  expect(sightings(rule, cluster({Deployment: [it], ReplicaSet: [it]}))).toEqual([]);
});
