import {describe, expect, test} from 'vitest';
import {autoscalers} from '../../../../src/lib/queries/top/hpa.ts';
import {hpaColumns, hpaRows} from '../../../../src/lib/views/top/hpa.ts';
import {ago, deployment, pod, slice, NOW} from '../../../support/cluster.ts';
import {fakeSource, type Facts} from '../../../support/source.ts';

type Json = Readonly<Record<string, unknown>>;
const cpu = (averageUtilization: number): Json => ({
  type: 'Resource',
  resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization}},
});
const figure = (averageUtilization: number): Json => ({
  type: 'Resource',
  resource: {name: 'cpu', current: {averageUtilization}},
});
const external: Json = {
  type: 'External',
  external: {metric: {name: 'queue'}, target: {type: 'AverageValue', averageValue: '10'}},
};
const hpa = (spec: Json = {}, status: Json = {}): Json => ({
  metadata: {name: 'web', namespace: 'shop'},
  spec: {
    scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'},
    minReplicas: 1,
    maxReplicas: 10,
    metrics: [cpu(50)],
    ...spec,
  },
  status: {currentReplicas: 2, currentMetrics: [figure(100)], lastScaleTime: ago(60), conditions: [], ...status},
});
const api = (group: string, available: Json = {status: 'True'}): Json => ({
  metadata: {name: `v1beta1.${group}`},
  spec: {group, version: 'v1beta1', service: {namespace: 'kube-system', name: 'adapter'}},
  status: {conditions: [{type: 'Available', ...available}]},
});
const APIS = [api('metrics.k8s.io'), api('external.metrics.k8s.io'), api('custom.metrics.k8s.io')];
const adapter = (ready: readonly string[]): Json => {
  const {metadata, ...more} = slice('adapter', ready) as {metadata: Json};
  return {metadata: {...metadata, namespace: 'kube-system'}, ...more};
};
const unready = {status: {conditions: [{type: 'Ready', status: 'False'}]}};

async function rows(
  one: Json,
  {
    pods = ['a', 'b'],
    late = [],
    apis = APIS,
    slices = [adapter(['x'])],
    pages = {},
  }: {
    pods?: readonly string[];
    late?: readonly string[];
    apis?: readonly Json[];
    slices?: readonly Json[];
    pages?: Record<string, string>;
  } = {},
) {
  const objects: Facts['objects'] = {
    HorizontalPodAutoscaler: [one],
    Deployment: [deployment('web').Deployment],
    Pod: [...pods.map((name) => pod(name, {of: 'web'})), ...late.map((name) => pod(name, {of: 'web', ...unready}))],
    APIService: apis,
    EndpointSlice: slices,
  };
  const {answers} = await autoscalers(fakeSource({objects, pages}), {namespace: 'shop', names: []});
  const columns = hpaColumns(false);
  const cell = (name: string) => columns.find((column) => column.name === name);
  return hpaRows(answers, new Date(NOW)).map((row) =>
    ['metric', 'current', 'goal', 'wants', 'outlook'].map((name) => cell(name)?.text(row)),
  );
}

describe('what the figures come to', () => {
  test.each<[string, Json, string, string]>([
    ['twice the goal', hpa(), '4', 'grows to 4'],
    ['within the tolerance', hpa({}, {currentMetrics: [figure(54)]}), '2', 'stays'],
    ['beyond the maximum', hpa({maxReplicas: 3}), '4', 'grows to 3 (its maximum)'],
    ['at the maximum', hpa({maxReplicas: 2}), '4', 'at its maximum, wants 4'],
    ['half the goal', hpa({}, {currentMetrics: [figure(20)]}), '1', 'shrinks to 1, when it has been so for 5m'],
    ['at the minimum', hpa({minReplicas: 2}, {currentMetrics: [figure(20)]}), '1', 'at its minimum'],
    [
      'a slow policy',
      hpa({behavior: {scaleUp: {policies: [{type: 'Pods', value: 1, periodSeconds: 60}]}}}),
      '4',
      'grows to 4, 3 at first',
    ],
    [
      'a target that is off',
      hpa({}, {currentReplicas: 0, currentMetrics: []}),
      '-',
      'off: the target is scaled to zero',
    ],
  ])('%s', async (_, one, wants, outlook) => {
    const [row] = await rows(one);
    expect(row?.slice(3)).toEqual([wants, outlook]);
  });

  test('pods that are not ready will take up some of what is too much', async () => {
    const [row] = await rows(hpa({}, {currentReplicas: 3}), {late: ['c']});
    expect(row).toEqual(['cpu', '100%', '50%', '4', 'grows to 4']);
  });
});

describe('the first broken hop', () => {
  const blind = (spec: Json = {}, message = '') =>
    hpa(spec, {
      currentMetrics: [],
      conditions: [{type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message}],
    });
  const outlook = async (...asked: Parameters<typeof rows>) => (await rows(...asked))[0]?.[4];
  const PAGE = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue';

  test('is the target', async () => {
    const conditions = [{type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message: 'not found'}];
    expect(await outlook(hpa({}, {conditions, currentMetrics: []}))).toBe('target Deployment/web: not found');
  });

  test('is the API that nobody serves', async () => {
    expect(await outlook(blind({metrics: [external]}), {apis: []})).toBe(
      'APIService external.metrics.k8s.io: no adapter is registered for this API',
    );
  });

  test('is the adapter without endpoints before the APIService that says so', async () => {
    const apis = [api('metrics.k8s.io', {status: 'False', reason: 'MissingEndpoints', message: 'none'})];
    expect(await outlook(blind(), {apis, slices: [adapter([])]})).toBe(
      'adapter kube-system/adapter: its Service has no ready endpoint',
    );
    expect(await outlook(blind(), {apis})).toBe('APIService v1beta1.metrics.k8s.io: MissingEndpoints: none');
  });

  test('is the request that is missing', async () => {
    const message = 'failed to get cpu utilization: missing request for cpu in container app of Pod web-1';
    expect(await outlook(blind({}, message))).toBe(
      'request Deployment/web: missing request for cpu in container app of Pod web-1',
    );
  });

  test('is the series that is unknown, or empty', async () => {
    const one = blind({metrics: [external]});
    expect(await outlook(one)).toMatch(/^series queue: /);
    expect(await outlook(one, {pages: {[PAGE]: '{"items":[]}'}})).toBe(
      'series queue: the adapter knows it and has no value now',
    );
  });

  test('is none where a series is there, and the controller is told by its own words', async () => {
    const one = blind({metrics: [external]}, 'pods are controlled by multiple HPAs');
    expect(await outlook(one, {pages: {[PAGE]: '{"items":[{}]}'}})).toBe(
      'FailedGetResourceMetric: pods are controlled by multiple HPAs',
    );
  });
});
