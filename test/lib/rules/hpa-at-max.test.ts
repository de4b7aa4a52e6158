import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/hpa-at-max.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const limited = (seconds = 7200, more: Json = {}) => ({
  type: 'ScalingLimited',
  status: 'True',
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
  lastTransitionTime: ago(seconds),
  ...more,
});
const active = (status: string, reason: string) => ({
  type: 'ScalingActive',
  status,
  reason,
  lastTransitionTime: ago(600),
});
const hpa = (conditions: readonly Json[], {spec = {}, status = {}}: {spec?: Json; status?: Json} = {}) =>
  cluster({
    HorizontalPodAutoscaler: [
      object('web', {
        spec: {
          scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'},
          minReplicas: 2,
          maxReplicas: 5,
          ...spec,
        },
        status: {currentReplicas: 5, desiredReplicas: 5, conditions, ...status},
      }),
    ],
  });

test.each([
  ['for hours', limited(), {}, 'medium', ago(7200)],
  ['for minutes, which may be a peak', limited(600), {}, 'low', ago(600)],
  ['since it last grew', limited(), {lastScaleTime: ago(300)}, 'low', ago(300)],
])('tells of one that is at its maximum %s', (_, condition, status, severity, since) => {
  const [found, ...more] = sightings(rule, hpa([active('True', 'ValidMetricFound'), condition], {status}));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'HorizontalPodAutoscaler shop/web is at its maximum of 5 replicas and wants more for Deployment shop/web',
  );
  expect([found?.severity, found?.since]).toEqual([severity, since]);
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    'ScalingLimited=True (TooManyReplicas): the desired replica count is more than the maximum replica count',
    'current 5, maxReplicas 5',
  ]);
});

test.each([
  ['one within its bounds', hpa([limited(7200, {status: 'False', reason: 'DesiredWithinRange'})])],
  ['one at its floor', hpa([limited(7200, {reason: 'TooFewReplicas'})], {status: {currentReplicas: 2}})],
  ['one that is still growing', hpa([limited(20)], {status: {currentReplicas: 4}})],
  ['one whose maximum was raised a moment ago', hpa([limited()], {spec: {maxReplicas: 9}})],
  ['a fixed number', hpa([limited()], {spec: {minReplicas: 5}})],
  [
    'one that lost its metrics since, which is told elsewhere',
    hpa([active('False', 'FailedGetResourceMetric'), limited()]),
  ],
  ['one just made', hpa([], {status: {currentReplicas: undefined}})],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
