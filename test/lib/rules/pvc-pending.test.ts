import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pvc-pending.ts';
import {ago, cluster, event, meta, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const claim = (spec: Json = {}, metadata: Json = {}) => ({
  metadata: meta('data', metadata),
  spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '10Gi'}}, ...spec},
  status: {phase: 'Pending'},
});
const volume = (name: string, spec: Json = {}, phase = 'Available') => ({
  metadata: {name},
  spec: {capacity: {storage: '10Gi'}, accessModes: ['ReadWriteOnce'], ...spec},
  status: {phase},
});
const mounting = pod('db-0', {
  spec: {volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]},
  status: {phase: 'Pending'},
});
const shop = (one: Json, more: Json = {}) =>
  cluster({
    PersistentVolumeClaim: [one],
    StorageClass: [
      {metadata: {name: 'fast'}, provisioner: 'x.csi'},
      {metadata: {name: 'late'}, provisioner: 'x.csi', volumeBindingMode: 'WaitForFirstConsumer'},
    ],
    PersistentVolume: [],
    Pod: [mounting],
    ...more,
  });

test.each([
  ['no volume', {storageClassName: ''}, [], 'no free PersistentVolume without a class is there'],
  [
    'small volumes',
    {storageClassName: ''},
    [volume('a', {capacity: {storage: '1Gi'}})],
    'every free PersistentVolume is smaller than 10Gi',
  ],
  [
    'other modes',
    {storageClassName: ''},
    [volume('a', {accessModes: ['ReadOnlyMany']})],
    'no free PersistentVolume has access mode ReadWriteOnce',
  ],
  [
    'a volume that is not there',
    {volumeName: 'gone', storageClassName: 'fast'},
    [],
    'PersistentVolume gone, which it names, does not exist',
  ],
  [
    'a volume of another',
    {volumeName: 'a', storageClassName: 'fast'},
    [volume('a', {claimRef: {namespace: 'shop', name: 'old'}}, 'Released')],
    'PersistentVolume a, which it names, belongs to shop/old',
  ],
  [
    'a silent provisioner',
    {storageClassName: 'fast'},
    [],
    'provisioner x.csi (StorageClass fast) has not made a volume',
  ],
])('says why: %s', (_, spec, volumes, words) => {
  const [found] = sightings(rule, shop(claim(spec), {PersistentVolume: volumes}));
  expect(found?.subject).toEqual({kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data'});
  expect(found?.summary).toBe(`PersistentVolumeClaim shop/data is Pending: ${words}`);
  expect([found?.severity, found?.evidence[0].quote]).toEqual(['high', 'Pending']);
});

test.each([
  ['a claim that waits for its first pod', claim({storageClassName: 'late'}), {}],
  ['a claim just made', claim({storageClassName: 'fast'}, {creationTimestamp: ago(30)}), {}],
  ['a missing class, which is told elsewhere', claim({storageClassName: 'none'}), {}],
  [
    'a failed provisioning, which is told elsewhere',
    claim({storageClassName: 'fast'}),
    {Event: [event('PersistentVolumeClaim', 'data', 'ProvisioningFailed', 'rpc error: code = ResourceExhausted')]},
  ],
])('is silent about %s', (_, one, more) => {
  expect(sightings(rule, shop(one, more))).toEqual([]);
});
