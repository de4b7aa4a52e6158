import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/volume-attachment-stuck.ts';
import {ago, cluster, node, sightings} from '../../support/cluster.ts';
import {boundClaim, boundVolume, unstarted} from '../../support/volumes.ts';

type Json = Readonly<Record<string, unknown>>;
const attachment = (status: Json, metadata: Json = {}, spec: Json = {}) => ({
  metadata: {name: 'csi-1', creationTimestamp: ago(1000), ...metadata},
  spec: {nodeName: 'node-1', attacher: 'x.csi', source: {persistentVolumeName: 'pv-1'}, ...spec},
  status,
});
const on = (one: Json, pods: readonly Json[] = []) =>
  cluster({
    VolumeAttachment: [one],
    Node: [node('node-1')],
    Pod: pods,
    PersistentVolume: [boundVolume],
    PersistentVolumeClaim: [boundClaim],
  });

test.each([
  [
    'detach',
    attachment({attached: true, detachError: {message: 'rpc error: volume is busy'}}, {deletionTimestamp: ago(500)}),
    'cannot be detached from node node-1: rpc error: volume is busy',
    'rpc error: volume is busy',
  ],
  [
    'attach',
    attachment({attached: false, attachError: {message: 'rpc error: no such disk'}}),
    'cannot be attached to node node-1: rpc error: no such disk',
    'rpc error: no such disk',
  ],
  [
    'node gone',
    attachment({attached: true}, {}, {nodeName: 'node-9'}),
    'is attached to node node-9, which is gone',
    'node-9',
  ],
])('names volume, claim and error: %s', (_, one, words, quote) => {
  const [found] = sightings(rule, on(one));
  expect(found?.subject).toEqual({kind: 'VolumeAttachment', name: 'csi-1'});
  expect(found?.summary).toBe(
    `PersistentVolume pv-1 (PersistentVolumeClaim shop/data) ${words} (VolumeAttachment csi-1)`,
  );
  expect([found?.severity, found?.evidence[0].quote]).toEqual(['medium', quote]);
  expect(sightings(rule, on(one, [unstarted()]))[0]?.severity).toBe('high');
});

test.each([
  ['an attached volume', attachment({attached: true})],
  [
    'an attachment just begun',
    attachment({attached: false, attachError: {message: 'x'}}, {creationTimestamp: ago(20)}),
  ],
  ['a detachment just begun', attachment({attached: true, detachError: {message: 'x'}}, {deletionTimestamp: ago(20)})],
])('is silent about %s', (_, one) => {
  expect(sightings(rule, on(one))).toEqual([]);
});
