import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/hpa-metrics-unavailable.ts';
import {ago, cluster, deployment, event, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const RESOURCE =
  'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
const CUSTOM =
  'the HPA was unable to compute the replica count: unable to get metric http_requests: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';
const YET =
  'failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API';
const EXTERNAL =
  'the HPA was unable to compute the replica count: unable to get external metric shop/queue/nil: unable to fetch metrics from external metrics API: the server is currently unable to handle the request (get queue.external.metrics.k8s.io)';

const blind = (reason: string, message?: string, more: Json = {}) => ({
  type: 'ScalingActive',
  status: 'False',
  reason,
  message,
  lastTransitionTime: ago(1200),
  ...more,
});
const shop = (
  condition: Json,
  {metadata = {}, more = {}}: {metadata?: Json; more?: Parameters<typeof cluster>[0]} = {},
) =>
  cluster({
    Deployment: [deployment('web').Deployment],
    HorizontalPodAutoscaler: [
      object(
        'web',
        {
          spec: {scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'}, maxReplicas: 5},
          status: {currentReplicas: 1, conditions: [condition]},
        },
        metadata,
      ),
    ],
    ...more,
  });
const names = (on: ReturnType<typeof cluster>) =>
  sightings(rule, on)[0]?.toward?.map(({kind, name}) => `${kind} ${name}`);

test.each([
  ['FailedGetResourceMetric', RESOURCE, 'v1beta1.metrics.k8s.io'],
  ['FailedGetPodsMetric', CUSTOM, 'v1beta1.custom.metrics.k8s.io'],
  ['FailedGetExternalMetric', EXTERNAL, 'v1beta1.external.metrics.k8s.io'],
])('tells of %s and leads to its API', (reason, message, api) => {
  const on = shop(blind(reason, message));
  const [found] = sightings(rule, on);
  expect(found?.subject).toEqual({kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web'});
  expect(found?.summary).toMatch(
    /^HorizontalPodAutoscaler shop\/web cannot scale Deployment shop\/web: it gets no metrics \(the HPA was unable/,
  );
  expect(found?.evidence[0].quote).toBe(`ScalingActive=False (${reason}): ${message}`);
  expect([found?.severity, found?.since]).toEqual([undefined, ago(1200)]);
  expect(names(on)).toEqual([`APIService ${api}`, 'Deployment web']);
});

test.each([RESOURCE, CUSTOM, EXTERNAL])('need not wait for an answer that stays the same: %s', (message) => {
  const young = {metadata: {creationTimestamp: ago(45)}};
  const on = (words: string) => shop(blind('FailedGetPodsMetric', words, {lastTransitionTime: ago(40)}), young);
  expect(sightings(rule, on(message))).toHaveLength(1);
  expect(sightings(rule, on(YET))).toEqual([]);
});

test('is of medium severity', () => {
  expect(rule.severity).toBe('medium');
});

test('names the reason where there are no words', () => {
  expect(sightings(rule, shop(blind('FailedGetScale')))[0]?.summary).toBe(
    'HorizontalPodAutoscaler shop/web cannot scale Deployment shop/web: it gets no metrics (FailedGetScale)',
  );
});

test('takes the words of the event, and its first time, and the APIService that is there', () => {
  const on = shop(blind('FailedGetResourceMetric'), {
    more: {
      Event: [
        event(
          'HorizontalPodAutoscaler',
          'web',
          'FailedGetResourceMetric',
          'no metrics returned from resource metrics API',
        ),
      ],
      APIService: [
        {metadata: {name: 'v1.metrics.k8s.io'}, spec: {group: 'metrics.k8s.io'}},
        {metadata: {name: 'v1.apps'}, spec: {group: 'apps'}},
      ],
    },
  });
  const [found] = sightings(rule, on);
  expect(found?.summary).toContain('it gets no metrics (no metrics returned from resource metrics API)');
  expect([found?.since, found?.evidence[1]]).toMatchObject([
    ago(600),
    {from: 'event', reason: 'FailedGetResourceMetric', count: 3},
  ]);
  expect(names(on)).toEqual(['APIService v1.metrics.k8s.io', 'Deployment web']);
});

test.each([
  [
    'one that sees',
    shop({type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', lastTransitionTime: ago(1200)}),
  ],
  [
    'a target that is scaled to zero',
    shop(blind('ScalingDisabled', 'scaling is disabled since the replica count of the target is zero')),
  ],
  [
    'one just made',
    shop(blind('FailedGetResourceMetric', YET, {lastTransitionTime: ago(80)}), {
      metadata: {creationTimestamp: ago(90)},
    }),
  ],
  [
    'one that was blind for a few seconds',
    shop(blind('FailedGetResourceMetric', RESOURCE, {lastTransitionTime: ago(20)})),
  ],
  [
    'a missing request, which is told elsewhere',
    shop(
      blind(
        'FailedGetResourceMetric',
        'failed to get cpu utilization: missing request for cpu in container app of Pod web-1',
      ),
    ),
  ],
  [
    'a missing target, which is told elsewhere',
    shop(blind('FailedGetResourceMetric', RESOURCE), {more: {Deployment: []}}),
  ],
  [
    'an old event of one that sees again',
    shop(
      {type: 'ScalingActive', status: 'True'},
      {more: {Event: [event('HorizontalPodAutoscaler', 'web', 'FailedGetResourceMetric', RESOURCE)]}},
    ),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
