import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/attach-failed.ts';
import {cluster, node, pod, sightings} from '../../support/cluster.ts';
import {boundClaim, boundVolume, mountEvent, unstarted} from '../../support/volumes.ts';

type Json = Readonly<Record<string, unknown>>;
const MULTI =
  'Multi-Attach error for volume "pv-1" Volume is already exclusively attached to one node and can\'t be attached to another';
const old = pod('db-old', {
  spec: {nodeName: 'node-2', volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]},
});
const attachment = {
  metadata: {name: 'csi-1'},
  spec: {nodeName: 'node-2', attacher: 'x.csi', source: {persistentVolumeName: 'pv-1'}},
  status: {attached: true},
};
const shop = (message: string, {pods = [], more = {}}: {pods?: readonly Json[]; more?: Json} = {}) =>
  cluster({
    Pod: [unstarted(), ...pods],
    Node: [node('node-1'), node('node-2', 'Unknown')],
    PersistentVolumeClaim: [boundClaim],
    PersistentVolume: [boundVolume],
    Event: [mountEvent(message, 'FailedAttachVolume')],
    ...more,
  });

test('names who holds the volume and where', () => {
  const [found, ...more] = sightings(rule, shop(MULTI, {pods: [old], more: {VolumeAttachment: [attachment]}}));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'StatefulSet', namespace: 'shop', name: 'db'});
  expect(found?.summary).toBe(
    'StatefulSet shop/db does not start: volume pv-1 (PersistentVolumeClaim data) cannot be attached to node node-1: it can be attached to one node at a time (Multi-Attach), it is held by pod db-old on node node-2, which is not Ready',
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual([MULTI, 'node-2, attached: true']);
  expect(found?.toward).toContainEqual({kind: 'Node', name: 'node-2'});
});

test('believes the message where the holder is not seen', () => {
  expect(
    sightings(rule, shop('Multi-Attach error for volume "pv-1" Volume is already used by pod(s) db-9'))[0]?.summary,
  ).toContain('it is held by pod db-9');
});

test('knows the limit of a node', () => {
  const message =
    'AttachVolume.Attach failed for volume "pv-1" : rpc error: code = ResourceExhausted desc = Attachment limit exceeded';
  expect(sightings(rule, shop(message))[0]?.summary).toContain(
    'node node-1 has no room for another volume (attach limit): rpc error: code = ResourceExhausted',
  );
});

test('is silent about a pod that runs by now, and a driver that is not there', () => {
  expect(sightings(rule, cluster({Pod: [pod('db-0')], Event: [mountEvent(MULTI, 'FailedAttachVolume')]}))).toEqual([]);
  expect(
    sightings(
      rule,
      shop('AttachVolume.Attach failed for volume "pv-1" : CSINode node-1 does not contain driver x.csi'),
    ),
  ).toEqual([]);
});
