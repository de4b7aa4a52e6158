import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parseSummary, summaryOf} from '../../../src/lib/model/kube/summary.ts';
import {cluster} from '../../support/cluster.ts';

const PAGE = JSON.stringify({
  node: {
    nodeName: 'node-1',
    fs: {availableBytes: 10, capacityBytes: 100},
    runtime: {imageFs: {usedBytes: 5}},
    memory: {workingSetBytes: 7},
    rlimit: {maxpid: 100, curproc: 3},
  },
  pods: [
    {
      podRef: {name: 'db-0', namespace: 'shop', uid: 'u'},
      volume: [
        {
          name: 'data',
          pvcRef: {name: 'data-db-0', namespace: 'shop'},
          usedBytes: 9,
          capacityBytes: 10,
          inodes: 4,
          inodesFree: 0,
        },
      ],
      'ephemeral-storage': {usedBytes: 12},
      containers: [{name: 'db', memory: {workingSetBytes: 1}, rootfs: {usedBytes: 2}, logs: {usedBytes: 'many'}}],
    },
  ],
});
const withPage = (page: string) =>
  cluster({}, {kubelet: new Map([['node-1', new Map([['stats/summary' as const, page]])]])});

test('keeps what is known of node, pods and volumes', () => {
  const found = summaryOf(withPage(PAGE), 'node-1');
  expect(found?.node).toMatchObject({
    fs: {availableBytes: 10},
    runtime: {imageFs: {usedBytes: 5}, containerFs: undefined},
    rlimit: {curproc: 3},
  });
  const [pod] = found?.pods ?? [];
  expect(pod?.volume[0]).toMatchObject({name: 'data', pvcRef: {name: 'data-db-0'}, usedBytes: 9, inodesFree: 0});
  expect([
    pod?.['ephemeral-storage']?.usedBytes,
    pod?.containers[0]?.rootfs?.usedBytes,
    pod?.containers[0]?.logs?.usedBytes,
  ]).toEqual([12, 2, undefined]);
});

test('is parsed once for a cluster', () => {
  const on = withPage(PAGE);
  expect(summaryOf(on, 'node-1')).toBe(summaryOf(on, 'node-1'));
});

test.each(['', '{"node": {', 'null', '[]', '"x"', '{"kind":"Status"}', 'forbidden'])('takes %j for no page', (page) => {
  expect(summaryOf(withPage(page), 'node-1')).toBeUndefined();
});

test('knows nothing of a node that was not asked', () => {
  expect(summaryOf(withPage(PAGE), 'node-2')).toBeUndefined();
});

test.each([
  {node: {}, pods: 'x'},
  {node: {fs: 3}, pods: [null, 3, {volume: [null]}]},
])('reads the odd page %j without harm', (page) => {
  expect(parseSummary(JSON.stringify(page))).toBeDefined();
});

const CASES = join(import.meta.dirname, '../../../../shared/cases/k8s-cluster-snapshots');
const recorded = existsSync(CASES)
  ? readdirSync(CASES)
      .map((one) => join(CASES, one, 'kubelet/stats/summary.json'))
      .filter((path) => existsSync(path))
  : [];

test.skipIf(recorded.length === 0)('reads pages of real kubelets', () => {
  for (const path of recorded) {
    const found = parseSummary(readFileSync(path, 'utf8'));
    expect(found?.node.fs?.capacityBytes, path).toBeGreaterThan(0);
    expect(
      found?.pods.every(({podRef, containers}) => podRef.name !== '' && containers.every(({name}) => name !== '')),
    ).toBe(true);
    expect(
      found?.pods
        .flatMap(({volume}) => volume)
        .some(({capacityBytes, name}) => (capacityBytes ?? 0) > 0 && name !== ''),
    ).toBe(true);
  }
});
