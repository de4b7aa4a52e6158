import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {capture, type CaptureOptions, usage} from '../../../src/lib/queries/capture.ts';
import {gather} from '../../../src/lib/queries/gather.ts';
import type {Sample} from '../../../src/lib/model/bundle.ts';
import type {Rule} from '../../../src/lib/model/rule.ts';
import type {Source, Wire} from '../../../src/lib/model/source.ts';
import {createBundle} from '../../../src/lib/sources/bundle/write.ts';
import {openBundle} from '../../../src/lib/sources/bundle.ts';
import {fakeCluster, gapOf, listAll} from '../sources/bundle-fake.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kdiag-capture-'));
});
afterEach(() => {
  rmSync(dir, {recursive: true, force: true});
});

const SUMMARY = JSON.stringify({
  node: {cpu: {usageNanoCores: 5}, memory: {workingSetBytes: 7}},
  pods: [
    {podRef: {namespace: 'shop', name: 'db-0'}, cpu: {usageNanoCores: 1}, memory: {workingSetBytes: 2}},
    {podRef: 7},
  ],
});
const event = (uid: string, resourceVersion: string, count: number): Wire => ({
  metadata: {name: uid, namespace: 'shop', uid, resourceVersion},
  involvedObject: {kind: 'Pod', name: 'db-0'},
  reason: 'BackOff',
  count,
});

const pod = {
  metadata: {name: 'db-0', namespace: 'shop', uid: 'p'},
  spec: {
    nodeName: 'node-1',
    containers: [
      {
        name: 'db',
        image: 'db:1',
        env: [
          {name: 'PEER', value: 'web'},
          {name: 'X', value: 'hunter2'},
        ],
      },
      {name: 'fine'},
    ],
  },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'db',
        ready: false,
        restartCount: 3,
        containerID: 'containerd://a',
        state: {waiting: {reason: 'CrashLoopBackOff'}},
        lastState: {terminated: {exitCode: 1, reason: 'Error'}},
      },
      {name: 'fine', ready: true, restartCount: 0, containerID: 'containerd://b', state: {running: {}}},
    ],
  },
};
const node = {metadata: {name: 'node-1', uid: 'n'}, status: {conditions: [{type: 'Ready', status: 'True'}]}};

const cluster = () =>
  fakeCluster({
    lists: {
      Pod: [[pod]],
      Node: [[node]],
      Service: [[{metadata: {name: 'web', namespace: 'shop', uid: 's'}}]],
      Event: [[event('e1', '1', 1)]],
    },
    logs: {'shop/db-0/db': 'started\n', 'shop/db-0/db previous': 'panic\n'},
    nodeLogs: {'node-1 kernel': 'oom\n'},
    pages: {'node-1 stats/summary': SUMMARY, '/apis/metrics.k8s.io/v1beta1/nodes': '{"items":[]}'},
  });

/** A rule that wants what a rule can want. */
const rule = {
  *leads() {
    yield {want: 'pod-log', container: {namespace: 'shop', pod: 'db-0', container: 'db'}, previous: true};
    yield {want: 'node-log', node: 'node-1', query: {layer: 'kernel', tailBytes: 100}};
    yield {want: 'kubelet', node: 'node-1', endpoint: 'metrics/resource'};
    yield {want: 'raw', path: '/readyz?verbose'};
  },
} as unknown as Rule;
const rules = {rule};

const options = (more: Partial<CaptureOptions> = {}): CaptureOptions => ({
  signal: new AbortController().signal,
  gather: (source) => gather(source, {rules}),
  ...more,
});
const run = async (source: Source, more: Partial<CaptureOptions> = {}) =>
  capture(source, options(more), await createBundle(join(dir, 'b.tar.zst'), {tool: {name: 'kdiag', version: '0'}}));
const samples = async (): Promise<Sample[]> => {
  const out: Sample[] = [];
  for await (const one of (await openBundle(join(dir, 'b.tar.zst'))).samples()) out.push(one);
  return out;
};

describe('capture', () => {
  test('what doctor gathers from the bundle is what it gathers from the cluster', async () => {
    const live = await gather(cluster(), {rules});
    await run(cluster());
    const replayed = await gather(await openBundle(join(dir, 'b.tar.zst')), {rules});
    const {origin, asked} = live;
    // Equal but for the one env value that is neither an address nor the name of a Service.
    const unmasked = JSON.parse(
      JSON.stringify(replayed.objects).replace(/\[redacted:[0-9a-f]{8}\]/, 'hunter2'),
    ) as unknown;
    expect(unmasked).toEqual(JSON.parse(JSON.stringify(live.objects)));
    expect({...replayed, origin, asked, objects: {}}).toEqual({...live, objects: {}});
  });

  test('what doctor did not need is there too', async () => {
    const summary = await run(cluster());
    const bundle = await openBundle(join(dir, 'b.tar.zst'));
    expect(await bundle.kubelet('node-1', 'stats/summary')).toBe(SUMMARY);
    expect(await bundle.podLogs({namespace: 'shop', pod: 'db-0', container: 'db'}, {tail: 10})).toBe('started\n');
    expect(await bundle.raw('/apis/metrics.k8s.io/v1beta1/nodes')).toBe('{"items":[]}');
    expect(await gapOf(bundle.kubelet('node-1', 'metrics/cadvisor'))).toMatchObject({why: 'forbidden'});
    expect(await gapOf(bundle.nodeLogs('node-1', {layer: 'runtime', tailBytes: 1}))).toMatchObject({why: 'forbidden'});
    expect(await gapOf(bundle.podLogs({namespace: 'shop', pod: 'db-0', container: 'fine'}, {tail: 10}))).toMatchObject({
      why: 'not captured',
    });
    expect(summary.gaps.map(({asked}) => asked)).toContain('kubelet node-1 metrics/cadvisor');
    expect(summary.bytes).toBeGreaterThan(100);
  });

  test('nothing is asked twice, but for the names of Services', async () => {
    const source = cluster();
    await run(source);
    const twice = source.questions.filter((question, at) => source.questions.indexOf(question) !== at);
    expect(twice).toEqual(['list Service ']);
  });

  test('a duration brings newer events and samples', async () => {
    const source = cluster();
    let version = 1;
    const growing: Source = {
      ...source,
      list: (kind, scope) =>
        kind === 'Event'
          ? (async function* () {
              version += 1;
              yield [event('e1', String(version), version), event(`n${version}`, '1', 1)];
            })()
          : source.list(kind, scope),
    };
    await run(growing, {durationMs: 25, everyMs: 10});
    const bundle = await openBundle(join(dir, 'b.tar.zst'));
    const events = await listAll(bundle, 'Event');
    expect(events.map(({metadata}) => (metadata as {name: string}).name)).toEqual(['e1', 'n2', 'n3', 'n4', 'n5']);
    expect(events[0]).toMatchObject({count: 5});
    expect(await samples()).toHaveLength(9);
  });

  test('Ctrl-C ends the window and keeps what is there', async () => {
    const stop = new AbortController();
    const from = performance.now();
    await run(cluster(), {
      durationMs: 60_000,
      everyMs: 20,
      signal: stop.signal,
      onProgress: (doing) => {
        if (doing.startsWith('sampling, 60 s')) setTimeout(() => stop.abort(), 50);
      },
    });
    expect(performance.now() - from).toBeLessThan(5000);
    expect((await samples()).length).toBeGreaterThan(0);
  });

  test('given up before, it leaves nothing', async () => {
    const stop = new AbortController();
    const interrupted = run(cluster(), {
      signal: stop.signal,
      gather: async (source) => {
        const it = await gather(source, {rules});
        stop.abort();
        return it;
      },
    });
    await expect(interrupted).rejects.toThrow(/abort/i);
    expect(readdirSync(dir)).toEqual([]);
    await expect(run(cluster(), {gather: () => Promise.reject(new Error('broken'))})).rejects.toThrow('broken');
    expect(readdirSync(dir)).toEqual([]);
  });

  test('of many nodes only those in trouble are read', async () => {
    const nodes = Array.from({length: 30}, (_, at) => ({
      metadata: {name: `n${at}`, uid: `n${at}`},
      status: {conditions: [{type: 'Ready', status: at === 7 ? 'Unknown' : 'True'}]},
    }));
    const source = fakeCluster({lists: {Node: [nodes]}});
    await run(source);
    expect(source.questions.filter((one) => one.includes('stats/summary'))).toEqual(['n7 stats/summary']);
  });
});

test('usage reads what a kubelet says, and nothing from what it does not', () => {
  expect(usage(SUMMARY, 'node-1', 'T')).toEqual([
    {at: 'T', node: 'node-1', cpuNanoCores: 5, memoryBytes: 7},
    {at: 'T', node: 'node-1', namespace: 'shop', pod: 'db-0', cpuNanoCores: 1, memoryBytes: 2},
    {at: 'T', node: 'node-1'},
  ]);
  expect(usage('not json', 'node-1', 'T')).toEqual([]);
});
