import {describe, expect, test} from 'vitest';
import {cadvisorReading} from '../../../../src/lib/parse/usage/cadvisor.ts';
import {nodeMetrics, podMetrics} from '../../../../src/lib/parse/usage/metrics-api.ts';
import {savedPage} from '../../../../src/lib/parse/usage/page.ts';
import {resourceReading} from '../../../../src/lib/parse/usage/resource.ts';
import {summaryReading} from '../../../../src/lib/parse/usage/summary.ts';

describe('metrics.k8s.io', () => {
  const usage = (cpu: string, memory: string) => ({usage: {cpu, memory}});
  const pod = {
    metadata: {name: 'web', namespace: 'shop', labels: {app: 'web'}},
    timestamp: '2026-03-01T00:00:00Z',
    window: '1m2.5s',
    containers: [
      {name: 'a', ...usage('2248888n', '20840Ki')},
      {name: 'b', ...usage('1m', '1Mi')},
    ],
  };

  test('a pod uses what its containers use', () => {
    const [read] = podMetrics(JSON.stringify({kind: 'PodMetricsList', items: [pod]})) ?? [];
    expect(read).toMatchObject({
      namespace: 'shop',
      name: 'web',
      labels: {app: 'web'},
      usage: {cpu: 3_248_888, memory: 20840 * 1024 + 1024 ** 2, at: '2026-03-01T00:00:00Z', windowSeconds: 62.5},
    });
  });

  test('one object is a list of one', () => {
    expect(podMetrics(JSON.stringify({kind: 'PodMetrics', ...pod}))).toHaveLength(1);
    expect(
      nodeMetrics(JSON.stringify({kind: 'NodeMetrics', metadata: {name: 'n'}, usage: {cpu: '2', memory: '1Gi'}})),
    ).toMatchObject([{name: 'n', usage: {cpu: 2e9, memory: 1024 ** 3}}]);
  });

  test.each(['', '{', '[]', '{"kind":"Status"}'])('%j is none', (page) => {
    expect(podMetrics(page)).toBeUndefined();
  });
});

describe('/stats/summary', () => {
  const at = '2026-03-01T00:00:00Z';
  const used = (nanos: number, bytes: number) => ({
    cpu: {time: at, usageNanoCores: nanos, usageCoreNanoSeconds: 5, psi: {some: {avg10: 12.5}}},
    memory: {time: at, workingSetBytes: bytes, rssBytes: 1, usageBytes: 9},
  });
  const page = JSON.stringify({
    node: {nodeName: 'n', ...used(9, 99), network: {rxBytes: 7, txBytes: 8}, fs: {usedBytes: 5, capacityBytes: 10}},
    pods: [
      {
        podRef: {name: 'web', namespace: 'shop'},
        // The pod's own cgroup has the pause container on top.
        ...used(1000, 1000),
        containers: [
          {name: 'a', ...used(400, 500), rootfs: {usedBytes: 3}, logs: {usedBytes: 4}},
          {name: 'b', ...used(300, 200)},
        ],
        'ephemeral-storage': {usedBytes: 70},
        network: {rxBytes: 1, txBytes: 2},
        volume: [{name: 'data', usedBytes: 5, capacityBytes: 10, pvcRef: {name: 'data-0', namespace: 'shop'}}],
      },
    ],
  });

  test('says of pods what kubectl would, and what it would not', () => {
    expect(summaryReading(page)).toMatchObject({
      nodes: [{name: 'n', usage: {cpu: 9, memory: 99, counters: {receivedBytes: 7}}, disks: [{role: 'root'}]}],
      pods: [
        {
          namespace: 'shop',
          name: 'web',
          node: 'n',
          usage: {cpu: 700, memory: 700, ephemeral: {usedBytes: 70}, pressure: {cpu: 12.5}, counters: {sentBytes: 2}},
          containers: [{name: 'a', usage: {cpu: 400, ephemeral: {usedBytes: 7}}}, {name: 'b'}],
          volumes: [{name: 'data', claim: 'data-0', space: {usedBytes: 5}}],
        },
      ],
    });
  });

  test('an error in its place is no page', () => {
    expect(summaryReading('{"kind":"Status","message":"no"}')).toBeUndefined();
  });
});

const RESOURCE = `# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{container="app",namespace="shop",pod="web"} 1.5 1795580446851
container_memory_working_set_bytes{container="app",namespace="shop",pod="web"} 1.101824e+06 1795580446851
container_start_time_seconds{container="app",namespace="shop",pod="web"} 1.795580346851e+09
container_swap_usage_bytes{container="app",namespace="shop",pod="web"} 0 1795580451776
node_cpu_usage_seconds_total 2750.5 1795580442164
node_memory_working_set_bytes 6.247948288e+09 1795580442164
pod_cpu_usage_seconds_total{namespace="shop",pod="web"} 1.75 1795580441791
`;

test('/metrics/resource has CPU as a counter with its moment', () => {
  expect(resourceReading(RESOURCE, 'n')).toMatchObject({
    nodes: [{name: 'n', usage: {memory: 6_247_948_288, counters: {cpuNanoseconds: 2_750_500_000_000}}}],
    pods: [
      {
        name: 'web',
        usage: {memory: 1_101_824, counters: {cpuNanoseconds: 1_500_000_000}},
        containers: [{name: 'app', usage: {at: '2026-11-25T04:20:46.851Z', swapBytes: 0}}],
      },
    ],
  });
});

const CADVISOR = `container_cpu_usage_seconds_total{container="",cpu="total",id="/",pod="",namespace=""} 100
container_cpu_usage_seconds_total{container="",cpu="total",id="/kubepods/podx",pod="web",namespace="shop"} 9
container_cpu_usage_seconds_total{container="POD",cpu="total",id="/kubepods/podx/p",pod="web",namespace="shop"} 5
container_cpu_usage_seconds_total{container="app",cpu="cpu00",id="/kubepods/podx/a",pod="web",namespace="shop"} 7
container_cpu_usage_seconds_total{container="app",cpu="total",id="/kubepods/podx/a",pod="web",namespace="shop"} 3
container_cpu_cfs_periods_total{container="app",id="/kubepods/podx/a",pod="web",namespace="shop"} 40
container_cpu_cfs_throttled_periods_total{container="app",id="/kubepods/podx/a",pod="web",namespace="shop"} 10
container_memory_working_set_bytes{container="app",id="/kubepods/podx/a",pod="web",namespace="shop"} 64
container_fs_writes_bytes_total{container="app",device="/dev/sda",id="/kubepods/podx/a",pod="web",namespace="shop"} 2
container_fs_writes_bytes_total{container="app",device="/dev/sdb",id="/kubepods/podx/a",pod="web",namespace="shop"} 3
container_network_receive_bytes_total{container="POD",id="/kubepods/podx/p",interface="eth0",pod="web",namespace="shop"} 11
container_network_receive_bytes_total{container="POD",id="/kubepods/podx/p",interface="lo",pod="web",namespace="shop"} 500
container_memory_working_set_bytes{container_name="old",id="/kubepods/pody/a",pod_name="legacy",namespace="shop"} 32
`;

test('/metrics/cadvisor: pods without their pause container, devices added up, CPUs only in total', () => {
  const reading = cadvisorReading(CADVISOR, 'n');
  expect(reading?.nodes[0]?.usage.counters?.cpuNanoseconds).toBe(100e9);
  expect(reading?.pods).toMatchObject([
    {
      name: 'web',
      usage: {
        memory: 64,
        counters: {cpuNanoseconds: 3e9, periods: 40, throttledPeriods: 10, writtenBytes: 5, receivedBytes: 11},
      },
      containers: [{name: 'app'}],
    },
    {name: 'legacy', containers: [{name: 'old', usage: {memory: 32}}]},
  ]);
});

describe('a saved page is known by what it holds', () => {
  test.each([
    ['usage', 'resource', RESOURCE],
    ['usage', 'cadvisor', CADVISOR],
    ['usage', 'summary', '{"node":{"nodeName":"n"},"pods":[]}'],
    ['usage', 'metrics-api', '{"kind":"NodeMetricsList","items":[]}'],
    ['pods', undefined, '{"kind":"PodList","items":[{"metadata":{"name":"a"}}]}'],
    ['nodes', undefined, '{"kind":"List","items":[{"kind":"Node","metadata":{"name":"a"}}]}'],
  ])('%s %s', (is, via, text) => {
    expect(savedPage(text, 'n')).toMatchObject(via === undefined ? {is} : {is, via});
  });

  test.each(['', 'hello', '{"kind":"ServiceList","items":[]}', 'up 1\n'])('%j is none', (text) => {
    expect(savedPage(text, 'n')).toBeUndefined();
  });
});
