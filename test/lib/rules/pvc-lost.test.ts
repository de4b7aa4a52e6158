import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pvc-lost.ts';
import {cluster, event, meta, sightings} from '../../support/cluster.ts';
import {unstarted} from '../../support/volumes.ts';

const SAID = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
const claim = (phase: string) => ({metadata: meta('data'), spec: {volumeName: 'pv-1'}, status: {phase}});

test('names the volume that is gone', () => {
  const [found] = sightings(
    rule,
    cluster({
      PersistentVolumeClaim: [claim('Lost')],
      PersistentVolume: [],
      Pod: [unstarted()],
      Event: [event('PersistentVolumeClaim', 'data', 'ClaimLost', SAID)],
    }),
  );
  expect(found?.subject).toEqual({kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data'});
  expect(found?.summary).toBe(
    'PersistentVolumeClaim shop/data is Lost: its PersistentVolume pv-1 does not exist any more',
  );
  expect([found?.severity, found?.evidence[0].quote]).toEqual(['high', SAID]);
});

test('is silent about a bound claim', () => {
  expect(sightings(rule, cluster({PersistentVolumeClaim: [claim('Bound')]}))).toEqual([]);
});
