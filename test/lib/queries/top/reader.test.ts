import {describe, expect, test} from 'vitest';
import {explainNothing} from '../../../../src/lib/queries/top/empty.ts';
import {pooled} from '../../../../src/lib/queries/top/pool.ts';
import {Rater} from '../../../../src/lib/queries/top/rates.ts';
import {type Needs, TopReader, type TopQuestion} from '../../../../src/lib/queries/top/reader.ts';
import {nodeRows, podRows} from '../../../../src/lib/queries/top/rows.ts';
import {NOW} from '../../../support/cluster.ts';
import {type Facts, fakeSource} from '../../../support/source.ts';

const NO_NEEDS: Needs = {pods: false, nodes: false, owners: false, containers: true, pages: new Set(), rates: false};
const PODS = '/apis/metrics.k8s.io/v1beta1/pods';
const node = (name: string) => ({metadata: {name}, status: {allocatable: {cpu: '2', memory: '4Gi', pods: '10'}}});
const pod = (name: string, on = 'n1', more: object = {}) => ({
  metadata: {name, namespace: 'shop', labels: {app: name}, creationTimestamp: '2020-01-01T00:00:00Z'},
  spec: {nodeName: on, containers: [{name: 'app', resources: {requests: {cpu: '100m'}}}]},
  status: {phase: 'Running'},
  ...more,
});
const metrics = (...names: readonly string[]) =>
  JSON.stringify({
    kind: 'PodMetricsList',
    items: names.map((name) => ({
      metadata: {name, namespace: 'shop'},
      containers: [{name: 'app', usage: {cpu: '5m', memory: '1Mi'}}],
    })),
  });
const summary = (name: string, ...pods: readonly string[]) =>
  JSON.stringify({
    node: {nodeName: name, cpu: {usageNanoCores: 1}},
    pods: pods.map((one) => ({
      podRef: {name: one, namespace: 'shop'},
      containers: [{name: 'app', cpu: {usageNanoCores: 7e6}, memory: {workingSetBytes: 2 ** 20}}],
      'ephemeral-storage': {usedBytes: 77},
    })),
  });

const asked = (more: Partial<TopQuestion> = {}): TopQuestion => ({
  of: 'pods',
  from: 'auto',
  scope: {},
  needs: NO_NEEDS,
  ...more,
});

async function read(facts: Facts, question: Partial<TopQuestion> = {}) {
  const source = fakeSource(facts);
  const answer = await new TopReader(source, asked(question)).read();
  return {answer, questions: source.questions, names: answer.usage.pods.map(({name}) => name)};
}

describe('where use is read', () => {
  test('metrics.k8s.io in the newest version it has, and nothing else', async () => {
    const {answer, questions} = await read({
      pages: {[PODS]: metrics('web')},
      missing: ['/apis/metrics.k8s.io/v1/pods'],
    });
    expect(questions).toEqual(['raw /apis/metrics.k8s.io/v1/pods', `raw ${PODS}`]);
    expect(answer).toMatchObject({via: 'metrics-api', gaps: []});
  });

  const withoutServer: Facts = {
    missing: ['/apis/metrics.k8s.io/v1/pods', PODS],
    objects: {Node: [node('n1'), node('n2')]},
    pages: {'n1 stats/summary': summary('n1', 'web')},
  };

  test('without it the kubelets, with one remark; a dead one costs one more', async () => {
    const {answer, names} = await read(withoutServer);
    expect(names).toEqual(['web']);
    expect(answer.via).toBe('summary');
    expect(answer.gaps.map(({what}) => what)).toEqual(['metrics.k8s.io', 'stats/summary of node n2']);
  });

  test('asked for by name it is missed in kubectl’s words', async () => {
    await expect(read(withoutServer, {from: 'metrics-api'})).rejects.toMatchObject({
      message: 'Metrics API not available',
      exit: 1,
    });
  });

  test('without both there are still the requests', async () => {
    const {answer} = await read(
      {...withoutServer, pages: {}, objects: {Node: [node('n1')], Pod: [pod('web')]}},
      {needs: {...NO_NEEDS, pods: true}},
    );
    expect(podRows(answer)).toMatchObject([{ref: {name: 'web'}, requests: {cpu: 100e6}}]);
    expect(answer.via).toBeUndefined();
  });

  test('a dead kubelet is asked less and less often', async () => {
    const source = fakeSource(withoutServer);
    const reader = new TopReader(source, asked({from: 'summary'}));
    for (let round = 0; round < 8; round += 1) await reader.read();
    expect(source.questions.filter((question) => question === 'kubelet n1 stats/summary')).toHaveLength(8);
    expect(source.questions.filter((question) => question === 'kubelet n2 stats/summary')).toHaveLength(3);
  });

  test('pages of the kubelets complete what metrics.k8s.io says', async () => {
    const {answer} = await read(
      {...withoutServer, missing: [], pages: {...withoutServer.pages, '/apis/metrics.k8s.io/v1/pods': metrics('web')}},
      {needs: {...NO_NEEDS, pages: new Set(['summary'])}},
    );
    expect(answer.usage.pods[0]?.usage).toMatchObject({cpu: 5e6, ephemeral: {usedBytes: 77}});
  });
});

describe('which pods are meant', () => {
  const facts: Facts = {
    objects: {Node: [node('n1')], Pod: [pod('web'), pod('db')]},
    pages: {
      '/apis/metrics.k8s.io/v1/pods': metrics('web', 'db', 'gone'),
      'n1 stats/summary': summary('n1', 'web', 'db'),
    },
  };

  test('fields are the API server’s to judge: only its pods are shown', async () => {
    const {names, questions} = await read(facts, {scope: {fields: 'spec.nodeName=n1'}});
    expect(names).toEqual(['web', 'db']);
    expect(questions).toContain('list Pod * fields spec.nodeName=n1');
  });

  test('a pod that is done holds nothing', async () => {
    const done = pod('job', 'n1', {status: {phase: 'Succeeded'}});
    const {answer} = await read(
      {...facts, objects: {Pod: [pod('web'), done], Node: []}},
      {needs: {...NO_NEEDS, pods: true}},
    );
    expect(podRows(answer).map(({ref}) => ref.name)).toEqual(['db', 'gone', 'web']);
  });
});

test('nodes: what pods have requested, and those that nobody measures at the end', async () => {
  const {answer} = await read(
    {
      objects: {Node: [node('a'), node('b')], Pod: [pod('web', 'b'), pod('db', 'b')]},
      pages: {
        '/apis/metrics.k8s.io/v1/nodes': JSON.stringify({
          kind: 'NodeMetricsList',
          items: [{metadata: {name: 'b'}, usage: {cpu: '1', memory: '1Gi'}}],
        }),
      },
    },
    {of: 'nodes', needs: {...NO_NEEDS, nodes: true, pods: true}},
  );
  expect(nodeRows(answer, () => true)).toMatchObject([
    {ref: {name: 'b'}, pods: 2, requests: {cpu: 200e6}, usage: {cpu: 1e9}},
    {ref: {name: 'a'}, pods: 0, usage: undefined},
  ]);
});

describe('when nothing was measured', () => {
  test('no pods is no error', async () => {
    await expect(explainNothing(fakeSource({}), {})).resolves.toBeUndefined();
  });

  test('an old pod without metrics is kubectl’s error', async () => {
    await expect(explainNothing(fakeSource({objects: {Pod: [pod('web')]}}), {})).rejects.toMatchObject({
      message: expect.stringMatching(/^Metrics not available for pod shop\/web, age: \d+h/) as string,
      exit: 1,
    });
  });

  test('a young one is waited for', async () => {
    const young = {...pod('web'), metadata: {name: 'web', namespace: 'shop', creationTimestamp: NOW}};
    await expect(explainNothing(fakeSource({objects: {Pod: [young]}}), {})).rejects.toMatchObject({
      message: 'metrics not available yet',
    });
  });
});

test('no more than so many at once, and in their order', async () => {
  let [now, most] = [0, 0];
  const out = await pooled([5, 4, 3, 2, 1, 0], 2, async (one) => {
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return one * 2;
  });
  expect([out, most]).toEqual([[10, 8, 6, 4, 2, 0], 2]);
});

describe('rates', () => {
  const at = (second: number, cpuNanoseconds: number, received: number) => ({
    nodes: [
      {
        name: 'n',
        usage: {at: new Date(second * 1000).toISOString(), counters: {cpuNanoseconds, receivedBytes: received}},
        disks: [],
      },
    ],
    pods: [],
  });
  const now = new Date(NOW);

  test('are between two measurements, and CPU comes out of its counter', () => {
    const rater = new Rater();
    rater.take(at(0, 1e9, 100), now);
    expect(rater.isSettled).toBe(false);
    expect(rater.take(at(10, 6e9, 300), now).nodes[0]?.usage.cpu).toBe(500_000_000);
    expect(rater.rates('node n')).toMatchObject({received: 20});
    expect(rater.isSettled).toBe(true);
  });

  test('stay as they were until something was measured again', () => {
    const rater = new Rater();
    for (const [second, count] of [
      [0, 0],
      [10, 100],
      [10, 100],
    ] as const)
      rater.take(at(second, 0, count), now);
    expect(rater.rates('node n')).toMatchObject({received: 10});
  });

  test('there is none over a counter that began anew', () => {
    const rater = new Rater();
    rater.take(at(0, 0, 100), now);
    rater.take(at(10, 0, 5), now);
    expect(rater.rates('node n')?.received).toBeUndefined();
  });
});
