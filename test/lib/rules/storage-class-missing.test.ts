import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/storage-class-missing.ts';
import {cluster, event, meta, object, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const NOT_FOUND = 'storageclass.storage.k8s.io "fast-sdd" not found';
const claim = (name: string, spec: Json = {}, status: Json = {phase: 'Pending'}, metadata: Json = {}) => ({
  metadata: meta(name, metadata),
  spec: {storageClassName: 'fast-sdd', ...spec},
  status,
});
const classes = (...names: readonly string[]) => names.map((name) => ({metadata: {name}, provisioner: 'x.csi'}));
const mounting = pod('db-0', {
  spec: {nodeName: undefined, volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]},
  status: {phase: 'Pending', containerStatuses: []},
});
const shop = (more: Json = {}) =>
  cluster({
    PersistentVolumeClaim: [claim('data')],
    StorageClass: classes('fast-ssd', 'slow'),
    Pod: [mounting],
    Event: [event('PersistentVolumeClaim', 'data', 'ProvisioningFailed', NOT_FOUND)],
    ...more,
  });

test('names the class, the nearest one there is, and who waits', () => {
  const [found, ...more] = sightings(rule, shop());
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data'});
  expect(found?.summary).toBe(
    'PersistentVolumeClaim shop/data is Pending: StorageClass "fast-sdd" does not exist; did you mean "fast-ssd"?',
  );
  expect([found?.severity, found?.evidence[0].quote, found?.evidence[1]?.quote]).toEqual([
    'high',
    NOT_FOUND,
    'fast-sdd',
  ]);
  expect(found?.objects).toContainEqual({kind: 'Pod', namespace: 'shop', name: 'db-0'});
});

test('lists what there is when nothing is near, and is milder when no pod waits', () => {
  const [found] = sightings(
    rule,
    shop({
      StorageClass: [
        ...classes('local'),
        {metadata: {name: 'std', annotations: {'storageclass.kubernetes.io/is-default-class': 'true'}}},
      ],
      Pod: [],
      Event: [],
    }),
  );
  expect(found?.summary).toContain('does not exist; there are: local, std (default)');
  expect([found?.severity, found?.evidence[0].quote]).toEqual(['medium', 'fast-sdd']);
  expect(sightings(rule, shop({StorageClass: []}))[0]?.summary).toContain('the cluster has no StorageClass');
});

test('tells many claims of one class as one', () => {
  expect(
    sightings(rule, shop({PersistentVolumeClaim: [claim('data'), claim('other')]})).map(({summary}) => summary),
  ).toEqual([expect.stringContaining('shop/data (and 1 more claims) is Pending')]);
});

test('believes the event where classes could not be read, and nothing else', () => {
  const wires = {PersistentVolumeClaim: [claim('data')], Pod: [mounting]};
  expect(sightings(rule, cluster(wires))).toEqual([]);
  expect(
    sightings(
      rule,
      cluster({...wires, Event: [event('PersistentVolumeClaim', 'data', 'ProvisioningFailed', NOT_FOUND)]}),
    ),
  ).toHaveLength(1);
});

test.each([
  ['a bound claim', {PersistentVolumeClaim: [claim('data', {}, {phase: 'Bound'})]}],
  ['a class that is there', {StorageClass: classes('fast-sdd')}],
  ['a claim that wants no class', {PersistentVolumeClaim: [claim('data', {storageClassName: ''})]}],
  [
    'a claim on its way out',
    {PersistentVolumeClaim: [claim('data', {}, {phase: 'Pending'}, {deletionTimestamp: '2026-03-01T11:59:00Z'})]},
  ],
  [
    'a claim of the same name before',
    {
      StorageClass: classes('fast-sdd'),
      Event: [
        object('e', {
          ...event('PersistentVolumeClaim', 'data', 'ProvisioningFailed', NOT_FOUND),
          involvedObject: {kind: 'PersistentVolumeClaim', name: 'data', namespace: 'shop', uid: 'other'},
        }),
      ],
    },
  ],
])('is silent about %s', (_, wires) => {
  expect(sightings(rule, shop(wires))).toEqual([]);
});
