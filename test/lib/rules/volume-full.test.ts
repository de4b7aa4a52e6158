import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/volume-full.ts';
import {
  ago,
  cluster,
  crashed,
  deployment,
  line,
  mark,
  meta,
  node,
  pod,
  podLog,
  sightings,
} from '../../support/cluster.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const NO_SPACE = 'PANIC: could not write to file "/var/lib/db/wal/000001": No space left on device';
const inMemory = {name: 'wal', emptyDir: {medium: 'Memory', sizeLimit: '12Mi'}};
const claimed = {name: 'data', persistentVolumeClaim: {claimName: 'data-db'}};
const mounts = [
  {name: 'root', mountPath: '/var/lib'},
  {name: 'wal', mountPath: '/var/lib/db'},
];
type Json = Readonly<Record<string, unknown>>;
const page = (volume: readonly Json[], fs: Json = {capacityBytes: 100 * GIB, availableBytes: 50 * GIB}) =>
  new Map([
    [
      'node-1',
      new Map([
        [
          'stats/summary' as const,
          JSON.stringify({node: {fs}, pods: [{podRef: {name: 'db-a', namespace: 'shop'}, volume}]}),
        ],
      ]),
    ],
  ]);

function shop({
  volumes = [{name: 'root', emptyDir: {}}, inMemory],
  volumeMounts = mounts,
  text = NO_SPACE,
  status = crashed({exitCode: 1, reason: 'Error'}),
  stats,
  fs,
  previous = true,
  at,
}: {
  volumes?: readonly Json[];
  volumeMounts?: readonly Json[];
  text?: string | undefined;
  status?: Json;
  stats?: readonly Json[];
  fs?: Json;
  previous?: boolean;
  at?: string;
} = {}) {
  const {Deployment, ReplicaSet} = deployment('db');
  return cluster(
    {
      Node: [node('node-1')],
      Deployment: [Deployment],
      ReplicaSet: [ReplicaSet],
      Pod: [pod('db-a', {of: 'db', container: {volumeMounts}, spec: {volumes}, status})],
      PersistentVolumeClaim: [
        {
          metadata: meta('data-db'),
          spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '10Gi'}}},
          status: {phase: 'Bound', capacity: {storage: '10Gi'}},
        },
      ],
    },
    {
      containerLogs: text === '' ? [] : [podLog('db-a', [line(text, [mark('app-no-space')], at)], {previous})],
      ...(stats === undefined ? {} : {kubelet: page(stats, fs)}),
    },
  );
}

test('names the volume by the longest mount path above the path of the message', () => {
  const [found, ...more] = sightings(
    rule,
    shop({
      stats: [
        {name: 'wal', usedBytes: 12 * MIB, availableBytes: 0, capacityBytes: 12 * MIB, inodes: 1000, inodesFree: 900},
      ],
    }),
  );
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'db'});
  expect(found?.summary).toBe(
    'Deployment shop/db: volume wal at /var/lib/db is full (12 of 12 MiB, emptyDir in memory): no space left on device',
  );
  expect(found?.severity).toBe('high');
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    NO_SPACE,
    'availableBytes=0 capacityBytes=12582912 usedBytes=12582912 inodes=1000 inodesFree=900',
    'medium: Memory, sizeLimit: 12Mi',
  ]);
});

test('needs no figures, nor old ones', () => {
  expect(sightings(rule, shop())[0]?.summary).toContain('is full (12 MiB, emptyDir in memory): no space left');
  expect(
    sightings(
      rule,
      shop({stats: [{name: 'wal', usedBytes: 4 * MIB, availableBytes: 8 * MIB, capacityBytes: 12 * MIB}]}),
    )[0]?.summary,
  ).toContain('is full (12 MiB, emptyDir in memory)');
});

test('takes the only volume with data for a message without a path', () => {
  const on = shop({
    volumes: [claimed, {name: 'settings', configMap: {name: 'x'}}],
    volumeMounts: [
      {name: 'data', mountPath: '/data'},
      {name: 'settings', mountPath: '/etc/app'},
    ],
    text: 'ERROR: write failed: ENOSPC',
  });
  const [found] = sightings(rule, on);
  expect(found?.summary).toContain('volume data at /data is full (10 GiB, PersistentVolumeClaim data-db)');
  expect(found?.toward).toEqual([{kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data-db'}]);
});

const running = {};
const volumeFull = (more: Json) =>
  shop({
    volumes: [claimed],
    volumeMounts: [{name: 'data', mountPath: '/data'}],
    text: '',
    status: running,
    stats: [{name: 'data', pvcRef: {name: 'data-db', namespace: 'shop'}, ...more}],
  });

test.each([
  [
    'bytes',
    {usedBytes: 9.8 * GIB, availableBytes: 0.2 * GIB, capacityBytes: 10 * GIB},
    'is 98 % full (9.8 of 10 GiB, PersistentVolumeClaim data-db)',
  ],
  ['reserved blocks', {usedBytes: 9.5 * GIB, availableBytes: 0, capacityBytes: 10 * GIB}, 'is full (10 of 10 GiB'],
  [
    'inodes',
    {usedBytes: GIB, availableBytes: 9 * GIB, capacityBytes: 10 * GIB, inodes: 500, inodesFree: 0},
    'is full (500 of 500 inodes',
  ],
])('warns by the figures alone: %s', (_, stats, words) => {
  const [found] = sightings(rule, volumeFull(stats));
  expect(found?.summary).toContain(words);
  expect(found?.severity).toBe('medium');
  expect(found?.evidence[0].from).toBe('metric');
});

test('is silent about a volume with room, and one on the disk of the node', () => {
  expect(sightings(rule, volumeFull({usedBytes: 9 * GIB, availableBytes: GIB, capacityBytes: 10 * GIB}))).toEqual([]);
  expect(sightings(rule, volumeFull({usedBytes: 99 * GIB, availableBytes: 0, capacityBytes: 100 * GIB}))).toEqual([]);
  expect(sightings(rule, volumeFull({}))).toEqual([]);
});

test('counts the size limit of an emptyDir on the disk', () => {
  const on = shop({
    volumes: [{name: 'wal', emptyDir: {sizeLimit: '1Gi'}}],
    text: '',
    status: running,
    stats: [{name: 'wal', usedBytes: GIB, availableBytes: 50 * GIB, capacityBytes: 100 * GIB}],
  });
  expect(sightings(rule, on)[0]?.summary).toContain('is full (1 of 1 GiB, emptyDir)');
});

test('does not mind data that is only read', () => {
  const on = shop({
    volumes: [claimed],
    volumeMounts: [{name: 'data', mountPath: '/data', readOnly: true}],
    text: '',
    status: running,
    stats: [{name: 'data', usedBytes: 10 * GIB, availableBytes: 0, capacityBytes: 10 * GIB}],
  });
  expect(sightings(rule, on)).toEqual([]);
});

test.each([
  ['inotify watches', {text: 'failed to create fsnotify watcher: no space left on device'}],
  ["the container's own file system", {text: 'open /tmp/x: no space left on device'}],
  ['a pod without trouble', {status: running}],
  ['a line of yesterday', {previous: false, at: ago(86_400)}],
])('does not take for a full volume: %s', (_, how) => {
  expect(sightings(rule, shop(how))).toEqual([]);
});

test('finds /dev/shm where PostgreSQL names only the segment', () => {
  const on = shop({
    volumes: [{name: 'shm', emptyDir: {medium: 'Memory'}}],
    volumeMounts: [{name: 'shm', mountPath: '/dev/shm'}],
    text: 'ERROR: could not resize shared memory segment "/PostgreSQL.123" to 8388608 bytes: No space left on device',
  });
  expect(sightings(rule, on)[0]?.summary).toContain('volume shm at /dev/shm is full');
});

test('asks all kubelets of a small cluster, and only those with trouble of a big one', () => {
  expect([...rule.leads(shop())]).toEqual([{want: 'kubelet', node: 'node-1', endpoint: 'stats/summary'}]);
  const nodes = Array.from({length: 30}, (_, at) => node(`node-${String(at)}`));
  const troubled = pod('x', {spec: {volumes: [claimed]}, status: crashed({exitCode: 1})});
  expect([
    ...rule.leads(
      cluster({Node: nodes, Pod: [troubled, pod('fine', {spec: {nodeName: 'node-2', volumes: [claimed]}})]}),
    ),
  ]).toHaveLength(1);
});
