import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pod-evicted.ts';
import {ago, cluster, deployment, event, object, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const MEMORY =
  'The node was low on resource: memory. Threshold quantity: 100Mi, available: 52876Ki. Container app was using 1536Mi, request is 256Mi, has larger consumption of memory. ';
const DISK =
  'The node was low on resource: ephemeral-storage. Threshold quantity: 2145403084, available: 1988348Ki. Container app was using 4Gi, request is 0, has larger consumption of ephemeral-storage. ';
const INODES = 'The node was low on resource: inodes. Threshold quantity: 65536, available: 61022. ';
const PIDS = 'The node was low on resource: pids. ';
const REJECTED = 'Pod was rejected: The node had condition: [DiskPressure]. ';
const BOTH = 'Pod was rejected: The node had condition: [MemoryPressure DiskPressure]. ';
const OWN = 'Container app exceeded its local ephemeral storage limit "1Gi". ';
const WHOLE = 'Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ';
const VOLUME = 'Usage of EmptyDir volume "cache" exceeds the limit "500Mi". ';

const evicted = (
  name: string,
  message: string | undefined,
  {of, seconds = 400, metadata = {}, owner}: {of?: string; seconds?: number; metadata?: Json; owner?: Json} = {},
) =>
  pod(name, {
    ...(of === undefined ? {} : {of}),
    metadata: {...(owner === undefined ? {} : {ownerReferences: [owner]}), ...metadata},
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message,
      conditions: [
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'TerminationByKubelet',
          message,
          lastTransitionTime: ago(seconds),
        },
      ],
      containerStatuses: [],
    },
  });
const shop = (pods: readonly Json[], events: readonly Json[] = [], replicas = 1) => {
  const {Deployment, ReplicaSet} = deployment('web', {spec: {replicas}});
  return cluster({Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: pods, Event: events});
};
const NODE = [{kind: 'Node', name: 'node-1'}];
const fix = (words: string) => [`kubectl -n shop ${words}`];

test.each([
  [
    'memory',
    MEMORY,
    'node node-1 was low on memory (52876Ki available, threshold 100Mi); container app was using 1536Mi of it with a request of 256Mi',
    NODE,
    fix('set resources deployment/web --requests=memory=<what it uses>'),
  ],
  [
    'disk',
    DISK,
    'node node-1 was low on ephemeral-storage (1988348Ki available, threshold 2145403084); container app was using 4Gi of it with a request of 0',
    NODE,
    fix('set resources deployment/web --requests=ephemeral-storage=<what it uses>'),
  ],
  [
    'inodes, of which nothing can be requested',
    INODES,
    'node node-1 was low on inodes (61022 available, threshold 65536)',
    NODE,
    [],
  ],
  ['process ids', PIDS, 'node node-1 was low on pids', NODE, []],
  ['a node that takes no more', REJECTED, 'node node-1 was under DiskPressure and turned it away', NODE, []],
  [
    'a node with more than one trouble',
    BOTH,
    'node node-1 was under MemoryPressure and DiskPressure and turned it away',
    NODE,
    [],
  ],
  [
    'the limit of a container',
    OWN,
    'container app used more ephemeral storage than its limit of 1Gi',
    [],
    fix('edit deployment/web: raise limits.ephemeral-storage or write less'),
  ],
  [
    'the limit of all containers together',
    WHOLE,
    'it used more ephemeral storage than its limit of 2Gi',
    [],
    fix('edit deployment/web: raise limits.ephemeral-storage or write less'),
  ],
  [
    'the limit of a volume',
    VOLUME,
    'it filled its emptyDir volume cache beyond the sizeLimit of 500Mi',
    [],
    fix('edit deployment/web: raise the sizeLimit of volume cache or write less'),
  ],
])('says why: %s', (_, message, words, toward, mend) => {
  const [found, ...more] = sightings(rule, shop([evicted('web-a', message, {of: 'web'})]));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web was evicted: ${words}`);
  expect([found?.severity, found?.active, found?.since]).toEqual(['high', true, ago(400)]);
  expect(found?.evidence.map(({quote}) => quote)).toEqual([`phase Failed: Evicted: ${message.trim()}`]);
  expect([found?.toward, found?.fix]).toEqual([toward, mend]);
});

test('quotes the event too, and reads it where the status has no message', () => {
  const [found] = sightings(
    rule,
    shop([evicted('web-a', undefined, {of: 'web'})], [event('Pod', 'web-a', 'Evicted', MEMORY)]),
  );
  expect(found?.summary).toContain('node node-1 was low on memory');
  expect(found?.evidence).toMatchObject([
    {from: 'object', at: ago(400)},
    {from: 'event', quote: MEMORY},
  ]);
});

test('says no more than a recording that kept the reason only', () => {
  const [found] = sightings(rule, shop([evicted('web-a', undefined, {of: 'web'})]));
  expect(found?.summary).toBe('Deployment shop/web was evicted: node node-1 was low on resources');
  expect(found?.evidence.map(({quote}) => quote)).toEqual(['phase Failed: Evicted']);
});

const old = (name: string, seconds: number) => evicted(name, MEMORY, {of: 'web', seconds});
test.each([
  ['a replacement serves', [old('a', 400), pod('web-b', {of: 'web'})], 1, 'medium', true],
  ['a replacement has served for hours', [old('a', 9000), pod('web-b', {of: 'web'})], 1, 'low', false],
  ['some of its pods serve', [old('a', 400), pod('web-b', {of: 'web'})], 2, 'medium', true],
  ['nothing of it serves', [old('a', 400)], 1, 'high', true],
  ['it goes on, though a replacement serves', [old('a', 400), old('b', 300), old('c', 200)], 3, 'high', true],
])('weighs it by what is left: %s', (_, pods, replicas, severity, active) => {
  const [found] = sightings(rule, shop(pods, [], replicas));
  expect([found?.severity, found?.active]).toEqual([severity, active]);
});

test('counts the pods and tells of the last', () => {
  const [found] = sightings(
    rule,
    shop([old('a', 3000), evicted('b', DISK, {of: 'web', seconds: 100}), old('c', 2000)]),
  );
  expect(found?.summary).toContain('was evicted (3 pods): node node-1 was low on ephemeral-storage');
  expect(found?.since).toBe(ago(3000));
  expect(found?.objects?.map(({name}) => name)).toEqual(['a', 'b', 'c']);
});

test.each([
  ['just now', 400, 'medium', true],
  ['yesterday', 86_400, 'low', false],
])('a bare pod that was evicted %s is not made again', (_, seconds, severity, active) => {
  const [found] = sightings(rule, shop([evicted('once', MEMORY, {seconds})]));
  expect(found?.subject).toEqual({kind: 'Pod', namespace: 'shop', name: 'once'});
  expect([found?.severity, found?.active, found?.fix]).toEqual([severity, active, []]);
});

test('finds it history once the Job came through', () => {
  const owner = {kind: 'Job', name: 'import', controller: true};
  const job = object('import', {status: {succeeded: 1, conditions: [{type: 'Complete', status: 'True'}]}});
  const [found] = sightings(rule, cluster({Job: [job], Pod: [evicted('import-a', MEMORY, {owner, seconds: 9000})]}));
  expect([found?.subject.kind, found?.severity, found?.active]).toEqual(['Job', 'low', false]);
});

test.each([
  ['a pod that runs', shop([pod('web-a', {of: 'web'})])],
  [
    'a pod that was preempted, which is told elsewhere',
    shop([pod('web-a', {of: 'web', status: {phase: 'Failed', reason: 'Preempting'}})]),
  ],
  [
    'a pod whose node was shut down',
    shop([pod('web-a', {of: 'web', status: {phase: 'Failed', reason: 'Terminated'}})]),
  ],
  ['an evicted pod that is being deleted', shop([evicted('web-a', MEMORY, {metadata: {deletionTimestamp: ago(5)}})])],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
