import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pv-released.ts';
import {cluster, sightings} from '../../support/cluster.ts';

const volume = (name: string, phase = 'Released', policy = 'Retain') => ({
  metadata: {name},
  spec: {
    capacity: {storage: '5Gi'},
    storageClassName: 'fast',
    persistentVolumeReclaimPolicy: policy,
    claimRef: {namespace: 'shop', name: 'data'},
  },
  status: {phase},
});

test('tells volumes of one class as one', () => {
  const found = sightings(rule, cluster({PersistentVolume: [volume('a'), volume('b')]}));
  expect(found.map(({summary}) => summary)).toEqual([
    'PersistentVolume a (StorageClass fast) is Released: its claim shop/data is gone and 5Gi is kept; so are b',
  ]);
  expect(found[0]?.subject).toEqual({kind: 'PersistentVolume', name: 'a'});
  expect(found[0]?.evidence.map(({quote}) => quote)).toEqual(['Released', 'Retain']);
});

test('is silent about volumes in use, and those that are deleted by themselves', () => {
  expect(
    sightings(rule, cluster({PersistentVolume: [volume('a', 'Bound'), volume('b', 'Released', 'Delete')]})),
  ).toEqual([]);
});
