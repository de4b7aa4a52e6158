import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pv-failed.ts';
import {cluster, event, sightings} from '../../support/cluster.ts';

const volume = (phase: string, message?: string) => ({
  metadata: {name: 'pv-1'},
  spec: {persistentVolumeReclaimPolicy: 'Delete', claimRef: {namespace: 'shop', name: 'data'}},
  status: {phase, message},
});
const SAID = 'rpc error: code = Internal desc = disk is in use';
const failed = event('PersistentVolume', 'pv-1', 'VolumeFailedDelete', SAID, {
  involvedObject: {kind: 'PersistentVolume', name: 'pv-1'},
});

test('says why', () => {
  const [found] = sightings(rule, cluster({PersistentVolume: [volume('Failed', 'error deleting: x')]}));
  expect(found?.subject).toEqual({kind: 'PersistentVolume', name: 'pv-1'});
  expect([found?.summary, found?.evidence[0].quote]).toEqual([
    'PersistentVolume pv-1 is Failed (last claim shop/data): error deleting: x',
    'Failed: error deleting: x',
  ]);
  expect(
    sightings(rule, cluster({PersistentVolume: [volume('Released')], Event: [failed]}))[0]?.evidence[0].quote,
  ).toBe(SAID);
});

test('is silent about a volume in use, or on its way', () => {
  expect(sightings(rule, cluster({PersistentVolume: [volume('Bound')], Event: [failed]}))).toEqual([]);
  expect(sightings(rule, cluster({PersistentVolume: [volume('Released')]}))).toEqual([]);
});
