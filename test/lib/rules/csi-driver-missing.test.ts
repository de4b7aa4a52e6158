import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/csi-driver-missing.ts';
import {cluster, pod, sightings} from '../../support/cluster.ts';
import {boundClaim, boundVolume, mountEvent, unstarted} from '../../support/volumes.ts';

type Json = Readonly<Record<string, unknown>>;
const MOUNT =
  'MountVolume.MountDevice failed for volume "pv-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name x.csi.io not found in the list of registered CSI drivers';
const csiNode = (name: string, ...drivers: readonly string[]) => ({
  metadata: {name},
  spec: {drivers: drivers.map((one) => ({name: one}))},
});
const shop = (event: Json, more: Json = {}, one: Json = unstarted()) =>
  cluster({
    Pod: [one],
    PersistentVolumeClaim: [boundClaim],
    PersistentVolume: [boundVolume],
    Event: [event],
    CSINode: [csiNode('node-1', 'other.csi')],
    CSIDriver: [{metadata: {name: 'x.csi.io'}}],
    ...more,
  });

test.each([
  ['the kubelet', mountEvent(MOUNT)],
  [
    'the attach controller',
    mountEvent(
      'AttachVolume.Attach failed for volume "pv-1" : CSINode node-1 does not contain driver x.csi.io',
      'FailedAttachVolume',
    ),
  ],
])('believes %s', (_, event) => {
  const [found] = sightings(rule, shop(event));
  expect(found?.subject).toEqual({kind: 'CSIDriver', name: 'x.csi.io'});
  expect(found?.summary).toBe('CSIDriver x.csi.io is not registered on node node-1; 1 pod cannot mount its volume');
  expect(found?.evidence[1]?.quote).toBe('other.csi');
  expect(found?.objects).toContainEqual({kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data'});
});

test('says when the driver is nowhere', () => {
  expect(sightings(rule, shop(mountEvent(MOUNT), {CSIDriver: []}))[0]?.summary).toContain(
    'nor anywhere else: it seems not to be installed',
  );
});

test('is silent once the driver has registered or the pod has started', () => {
  expect(sightings(rule, shop(mountEvent(MOUNT), {CSINode: [csiNode('node-1', 'x.csi.io')]}))).toEqual([]);
  expect(sightings(rule, shop(mountEvent(MOUNT), {}, pod('db-0')))).toEqual([]);
});
