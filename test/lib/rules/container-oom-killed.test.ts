import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/container-oom-killed.ts';
import {
  ago,
  cluster,
  crashed,
  deployment,
  line,
  mark,
  nodeLog,
  pod,
  refutations,
  sightings,
} from '../../support/cluster.ts';

const UID = '0a1b2c3d-1111-2222-3333-444455556666';
const ID = '5f3c9c1d2e4b5a6f7089aabbccddeeff00112233445566778899aabbccddeeff';
const OOM = crashed({exitCode: 137, reason: 'OOMKilled', containerID: `containerd://${ID}`});
const limited = {resources: {limits: {memory: '64Mi'}}};
const kernel = (cgroup: string, constraint = 'CONSTRAINT_MEMCG') =>
  nodeLog('node-1', [
    line(`oom-kill:constraint=${constraint},task_memcg=${cgroup},task=worker,pid=77,uid=0`, [
      mark('kernel-oom-cgroup', {cgroup, constraint, pid: '77', task: 'worker'}),
    ]),
    line('Memory cgroup out of memory: Killed process 77 (worker) anon-rss:65000kB', [
      mark('kernel-oom-killed', {pid: '77', process: 'worker', anonRss: '65000kB'}),
    ]),
  ]);
const shop = (status: Record<string, unknown>, nodeLogs: Parameters<typeof cluster>[1] = {}) => {
  const {Deployment, ReplicaSet} = deployment('web');
  return cluster(
    {
      Deployment: [Deployment],
      ReplicaSet: [ReplicaSet],
      Pod: [pod('web-a', {of: 'web', container: limited, metadata: {uid: UID}, status})],
    },
    nodeLogs,
  );
};

test.each([
  ['cgroup v1', `/kubepods/burstable/pod${UID}/${ID}`],
  [
    'systemd',
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID.replaceAll('-', '_')}.slice/cri-containerd-${ID}.scope`,
  ],
  ['an earlier instance', `/kubepods/burstable/pod${UID}/aaaa`],
])('joins the kernel line of %s', (_, cgroup) => {
  const [found] = sightings(rule, shop(OOM, {nodeLogs: [kernel(cgroup)]}));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'Deployment shop/web is out of memory: container app needs more than its memory limit of 64Mi (OOMKilled, 4 restarts)',
  );
  expect(found?.evidence[0].quote).toContain('Memory cgroup out of memory: Killed process 77');
});

test('does not use the line of another pod', () => {
  const [found] = sightings(
    rule,
    shop(OOM, {nodeLogs: [kernel('/kubepods/burstable/pod99999999-1111-2222-3333-444455556666/bbbb')]}),
  );
  expect(found?.evidence.map(({from}) => from)).toEqual(['object']);
});

test('believes the kernel where the status only says Error', () => {
  expect(
    sightings(
      rule,
      shop(crashed({exitCode: 137, reason: 'Error', containerID: `containerd://${ID}`}), {
        nodeLogs: [kernel(`/kubepods/pod${UID}/${ID}`)],
      }),
    ),
  ).toHaveLength(1);
});

test('refutes itself without a sign of memory, and when the whole node had none', () => {
  const killed = crashed({exitCode: 137, reason: 'Error'});
  expect(sightings(rule, shop(killed))).toEqual([]);
  expect(refutations(rule, shop(killed))[0]?.refuted).toContain('neither the status nor the kernel log');
  const whole = shop(killed, {nodeLogs: [kernel(`/kubepods/pod${UID}/${ID}`, 'CONSTRAINT_NONE')]});
  expect([sightings(rule, whole).length, refutations(rule, whole)[0]?.refuted]).toEqual([
    0,
    'the whole node was out of memory, not the container at its limit',
  ]);
});

test('takes one kill long ago for history', () => {
  const healed = {
    containerStatuses: [
      {
        name: 'app',
        ready: true,
        restartCount: 1,
        state: {running: {startedAt: ago(80_000)}},
        lastState: {terminated: {exitCode: 137, reason: 'OOMKilled', finishedAt: ago(80_001)}},
      },
    ],
  };
  expect(sightings(rule, shop(healed))[0]).toMatchObject({active: false, severity: 'low'});
});

test('asks for the kernel log of the node once', () => {
  expect([...rule.leads(shop(OOM))]).toEqual([
    {want: 'node-log', node: 'node-1', query: {layer: 'kernel', tailBytes: 262_144}},
  ]);
});
