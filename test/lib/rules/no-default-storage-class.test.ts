import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/no-default-storage-class.ts';
import {cluster, event, meta, pod, sightings} from '../../support/cluster.ts';

const SAID = 'no persistent volumes available for this claim and no storage class is set';
const shop = (annotations: object, phase = 'Pending') =>
  cluster({
    PersistentVolumeClaim: [{metadata: meta('data'), spec: {}, status: {phase}}],
    StorageClass: [{metadata: {name: 'fast', annotations}, provisioner: 'x'}],
    Pod: [
      pod('db-0', {
        spec: {volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]},
        status: {phase: 'Pending'},
      }),
    ],
    Event: [event('PersistentVolumeClaim', 'data', 'FailedBinding', SAID)],
  });

test('says that there is no default and what there is', () => {
  const [found] = sightings(rule, shop({}));
  expect(found?.subject.name).toBe('data');
  expect(found?.summary).toBe(
    'PersistentVolumeClaim shop/data is Pending: it names no StorageClass and no class is the default; there is: fast',
  );
  expect([found?.severity, found?.evidence[0].quote]).toEqual(['high', SAID]);
});

test('is silent with a default, or once bound', () => {
  expect(sightings(rule, shop({'storageclass.kubernetes.io/is-default-class': 'true'}))).toEqual([]);
  expect(sightings(rule, shop({}, 'Bound'))).toEqual([]);
});
