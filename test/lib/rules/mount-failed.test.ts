import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/mount-failed.ts';
import {ago, cluster, pod, sightings} from '../../support/cluster.ts';
import {boundClaim, boundVolume, mountEvent, unstarted} from '../../support/volumes.ts';

type Json = Readonly<Record<string, unknown>>;
const shop = (events: readonly Json[], one: Json = unstarted()) =>
  cluster({Pod: [one], PersistentVolumeClaim: [boundClaim], PersistentVolume: [boundVolume], Event: events});

test.each([
  [
    'MountVolume.SetUp failed for volume "share" : mount failed: exit status 32\nOutput: mount.nfs: access denied by server while mounting nas:/x',
    'volume share',
    'access is denied',
  ],
  [
    'MountVolume.SetUp failed for volume "share" : mount failed: exit status 32\nOutput: mount: wrong fs type, bad option, bad superblock on nas:/x',
    'volume share',
    'wrong file system type',
  ],
  [
    'MountVolume.SetUp failed for volume "share" : mount failed: exit status 32\nOutput: mount.nfs: Connection timed out',
    'volume share',
    'the file server cannot be reached',
  ],
  [
    'MountVolume.MountDevice failed for volume "pv-1" : rpc error: code = Internal desc = fsck found errors on device but could not correct them',
    'volume pv-1 (PersistentVolumeClaim data)',
    'the file system is damaged',
  ],
  [
    'MountVolume.SetUp failed for volume "logs" : hostPath type check failed: /var/x is not a directory',
    'volume logs',
    'the path of the hostPath is not what its type demands',
  ],
  [
    'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
    'volume data (PersistentVolumeClaim data)',
    'it did not come within the time allowed',
  ],
])('understands %s', (message, volume, means) => {
  const [found, ...more] = sightings(rule, shop([mountEvent(message)]));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'StatefulSet', namespace: 'shop', name: 'db'});
  expect(found?.summary).toContain(
    `StatefulSet shop/db does not start: ${volume} cannot be mounted on node node-1, ${means}`,
  );
  expect([found?.severity ?? rule.severity, found?.evidence[0].quote]).toEqual(['high', message]);
});

test('prefers the message that says why', () => {
  const events = [
    mountEvent('MountVolume.SetUp failed for volume "share" : mount.nfs: access denied by server', 'FailedMount', {
      lastTimestamp: ago(90),
    }),
    mountEvent('Unable to attach or mount volumes: unmounted volumes=[share]: timed out waiting for the condition'),
  ];
  expect(sightings(rule, shop(events))[0]?.summary).toContain('access is denied');
});

const DENIED = 'MountVolume.SetUp failed for volume "share" : mount.nfs: access denied by server';
test.each([
  ['a pod that runs by now', [mountEvent(DENIED)], pod('db-0')],
  ['a pod that has just come', [mountEvent(DENIED)], unstarted('db-0', {startTime: ago(20)})],
  [
    'a missing ConfigMap',
    [
      mountEvent('MountVolume.SetUp failed for volume "cfg" : configmap "app" not found'),
      mountEvent('Unable to attach or mount volumes: unmounted volumes=[cfg]: timed out waiting for the condition'),
    ],
    unstarted(),
  ],
  ['a missing Secret', [mountEvent('MountVolume.SetUp failed for volume "tls" : secret "tls" not found')], unstarted()],
  [
    'a volume that is not attached',
    [
      mountEvent('Multi-Attach error for volume "pv-1"', 'FailedAttachVolume'),
      mountEvent('Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition'),
    ],
    unstarted(),
  ],
  [
    'a driver that is not there',
    [
      mountEvent(
        'MountVolume.MountDevice failed for volume "pv-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name x.csi not found in the list of registered CSI drivers',
      ),
    ],
    unstarted(),
  ],
  [
    'another life of the pod',
    [
      mountEvent(DENIED, 'FailedMount', {
        involvedObject: {kind: 'Pod', namespace: 'shop', name: 'db-0', uid: 'before'},
      }),
    ],
    unstarted(),
  ],
])('is silent about %s', (_, events, one) => {
  expect(sightings(rule, shop(events, one))).toEqual([]);
});
