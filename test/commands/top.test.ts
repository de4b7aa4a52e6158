import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {DEMO, kdiag} from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kdiag-top-'));
const page = (name: string, content: object): string => {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};

const metrics = (name: string, cpu: string, memory: string) => ({
  metadata: {name, namespace: 'shop'},
  containers: [{name: 'app', usage: {cpu, memory}}],
});
const USE = page('metrics.json', {
  kind: 'PodMetricsList',
  items: [metrics('web', '71102n', '3868Ki'), metrics('db', '250m', '249Mi')],
});
const OBJECTS = page('pods.json', {
  kind: 'PodList',
  items: [
    {
      metadata: {name: 'db', namespace: 'shop'},
      spec: {
        nodeName: 'n1',
        containers: [{name: 'app', resources: {requests: {memory: '200Mi'}, limits: {memory: '256Mi'}}}],
      },
      status: {containerStatuses: [{name: 'app', restartCount: 6}]},
    },
  ],
});
const pods = (...args: readonly string[]) => kdiag(['top', 'pods', '--file', USE, ...args]);

describe('kdiag top', () => {
  test('has kubectl’s columns and kubectl’s rounding', () => {
    expect(pods().stdout).toBe(
      'NAMESPACE   NAME   CPU(cores)   MEMORY(bytes)\nshop        db     250m         249Mi\nshop        web    1m           3Mi\n',
    );
  });

  test('shows use against what there is, the fullest first', () => {
    const {stdout} = pods(
      '--file',
      OBJECTS,
      '--columns',
      'name,memory,mem-limit,%mem-limit,restarts',
      '--sort-by',
      '%mem-limit,-cpu',
    );
    expect(stdout.split('\n')[1]?.split(/\s+/)).toEqual(['db', '249Mi', '256Mi', '97%', '6']);
  });

  test('sums stand below a rule, as with kubectl', () => {
    expect(pods('--sum', '--no-headers').stdout.split('\n').slice(-3)).toEqual([
      '             ________   ________',
      '             251m       252Mi',
      '',
    ]);
  });

  test('workloads are their pods added up', () => {
    const args = ['top', 'workloads', '--file', USE, '--file', OBJECTS, '--by', 'namespace', '--no-headers'];
    expect(kdiag(args).stdout.trim().split(/\s+/)).toEqual(['shop', '2', '251m', '252Mi']);
    expect(kdiag(['top', 'namespaces', '--file', USE, '-o', 'name']).stdout).toBe('namespace/shop\n');
  });

  test('a grouping that is none is refused with those there are', () => {
    const {code, stderr} = kdiag(['top', 'workloads', '--by', 'team']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('owner, namespace, node, zone, priority, qos, label:KEY'),
    ]);
  });

  test('volumes have bytes and inodes', () => {
    const volume = {
      name: 'data',
      usedBytes: 3 * 2 ** 20,
      capacityBytes: 2 ** 23,
      availableBytes: 2 ** 22,
      inodesUsed: 5,
      inodes: 10,
      pvcRef: {name: 'data-0'},
    };
    const summary = page('s.json', {
      node: {nodeName: 'n'},
      pods: [{podRef: {name: 'db', namespace: 'shop'}, volume: [volume]}],
    });
    expect(kdiag(['top', 'volumes', '--file', summary, '--no-headers']).stdout.trim().split(/\s+/)).toEqual([
      'shop',
      'db',
      'data',
      'data-0',
      '3Mi',
      '8Mi',
      '50%',
      '50%',
    ]);
  });

  test('programs get cores and bytes', () => {
    const {items} = JSON.parse(pods('-o', 'json').stdout) as {items: ReadonlyArray<{name: string; usage: object}>};
    expect(items).toMatchObject([
      {name: 'db', usage: {cpu: 0.25, memory: 249 * 1024 ** 2}},
      {name: 'web', usage: {cpu: 0.000071102}},
    ]);
    expect(pods('-o', 'jsonpath={.items[?(@.name=="db")].usage.cpu}').stdout).toBe('0.25\n');
    expect(pods('-o', 'custom-columns=N:.name,C:.usage.cpu', '--no-headers').stdout).toBe(
      'db    0.25\nweb   7.1102e-05\n',
    );
  });

  test('a bundle is read like the cluster it was', () => {
    const {code, stdout} = kdiag(['top', 'containers', '--from', DEMO, '-n', 'shop', '-o', 'wide']);
    expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('MEM/L')]);
  });

  test.each([
    [['--columns', 'nmae'], '--columns: there is no column "nmae"'],
    [['--sort-by', 'cpu,-mem'], '--sort-by: there is no column "mem"'],
    [['-l', 'a b'], 'the selector cannot be read: "a b" is no requirement of labels'],
    [['-o', 'jsonpath={.a'], '-o jsonpath: unclosed action'],
    [['--interval', 'soon'], '--interval: "soon" is not a duration'],
    [
      ['--source', 'heapster'],
      'expected --source=heapster to be one of: auto, metrics-api, summary, resource, cadvisor',
    ],
    [['--watch'], '--file reads saved pages, which do not change'],
  ])('%s is one sentence and exit 2', (args, message) => {
    const {code, stderr, stdout} = pods(...args);
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `error: ${message}`]);
  });

  test('a taint that is none is refused with the effects there are', () => {
    const {code, stderr} = kdiag(['top', 'nodes', '--taint', 'a:Never']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('NoSchedule, PreferNoSchedule, NoExecute')]);
  });

  test('a page that tells no use is refused', () => {
    const {code, stderr} = kdiag(['top', 'pods', '--file', page('x.json', {kind: 'ServiceList'})]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is no page that tells use')]);
  });

  test('a file that is not there is exit 3', () => {
    expect(kdiag(['top', 'pods', '--file', `${folder}/none.json`]).code).toBe(3);
  });

  test('help names kubectl’s other names', () => {
    expect(kdiag(['top', 'po', '--file', USE]).stdout).toBe(pods().stdout);
  });
});
