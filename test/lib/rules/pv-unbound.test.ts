import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pv-unbound.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

const volume = (phase: string, {isReserved = true, seconds = 3600}: {isReserved?: boolean; seconds?: number} = {}) => ({
  metadata: {name: 'disk', creationTimestamp: ago(seconds)},
  spec: {capacity: {storage: '5Gi'}, ...(isReserved ? {claimRef: {namespace: 'shop', name: 'data'}} : {})},
  status: {phase},
});
const on = (one: ReturnType<typeof volume>, claims: readonly string[] = []) =>
  cluster({PersistentVolume: [one], PersistentVolumeClaim: claims.map((name) => object(name))});

test.each([
  ['Available', [], 'does not exist'],
  ['Pending', [], 'does not exist'],
  ['Available', ['data'], 'is not bound to it'],
])('names the claim of one that is %s (claims: %j)', (phase, claims, words) => {
  const [found, ...more] = sightings(rule, on(volume(phase), claims));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'PersistentVolume', name: 'disk'});
  expect(found?.summary).toBe(
    `PersistentVolume disk is ${phase} and reserved for PersistentVolumeClaim shop/data, which ${words}`,
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual([phase, 'shop/data']);
});

test.each([
  ['one that is bound', volume('Bound')],
  ['a free one in a pool', volume('Available', {isReserved: false})],
  ['one just made', volume('Available', {seconds: 60})],
  ['one that is released, which is told elsewhere', volume('Released')],
])('is silent about %s', (_, one) => {
  expect(sightings(rule, on(one))).toEqual([]);
});
