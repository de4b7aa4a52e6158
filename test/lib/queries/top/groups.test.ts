import {describe, expect, test} from 'vitest';
import type {UsageRow} from '../../../../src/lib/model/usage-row.ts';
import {grouped, grouping} from '../../../../src/lib/queries/top/groups.ts';

const row = (name: string, more: Partial<UsageRow> = {}): UsageRow => ({
  ref: {kind: 'Pod', namespace: 'shop', name},
  usage: {cpu: 10, memory: 100},
  requests: {cpu: 1},
  limits: {memory: 200},
  restarts: 1,
  ...more,
});
const web = {owner: {kind: 'Deployment', namespace: 'shop', name: 'web'}, node: 'n1', labels: {team: 'a'}};

describe('pods added up', () => {
  const rows = [row('web-1', web), row('web-2', {...web, node: 'n2'}), row('alone')];

  test('by owner: a pod without one is its own workload', () => {
    expect(grouped(rows, {by: 'owner'})).toMatchObject([
      {
        ref: {kind: 'Deployment', name: 'web'},
        pods: 2,
        usage: {cpu: 20, memory: 200},
        requests: {cpu: 2},
        limits: {memory: 400},
        restarts: 2,
      },
      {ref: {kind: 'Pod', name: 'alone'}, pods: 1},
    ]);
  });

  test('by label: those without it have a line of their own', () => {
    expect(grouped(rows, {by: 'label', key: 'team'}).map(({ref, pods}) => [ref.name, pods])).toEqual([
      ['<none>', 1],
      ['a', 2],
    ]);
  });

  test('by zone of the node', () => {
    const nodes = ['n1', 'n2'].map((name) => ({
      name,
      labels: {'topology.kubernetes.io/zone': 'z'},
      taints: [],
      allocatable: {},
      capacity: {},
      isReady: true,
      isCordoned: false,
    }));
    expect(grouped(rows, {by: 'zone'}, nodes).map(({ref, pods}) => [ref.name, pods])).toEqual([
      ['<none>', 1],
      ['z', 2],
    ]);
  });

  test('a group with one pod without a limit has none', () => {
    expect(grouped([row('a'), row('b', {limits: {}})], {by: 'namespace'})[0]?.limits).toEqual({});
  });

  test('a static pod is not its node’s workload', () => {
    const mirror = row('etcd-n1', {owner: {kind: 'Node', namespace: undefined, name: 'n1'}});
    expect(grouped([mirror], {by: 'owner'})[0]?.ref).toEqual(mirror.ref);
  });
});

test.each([
  ['owner', {by: 'owner'}],
  ['label:app.kubernetes.io/name', {by: 'label', key: 'app.kubernetes.io/name'}],
  ['label:', undefined],
  ['labels', undefined],
  ['node:x', undefined],
])('--by %s', (typed, expected) => {
  expect(grouping(typed)).toEqual(expected);
});
