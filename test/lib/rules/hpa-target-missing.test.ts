import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/hpa-target-missing.ts';
import {ago, cluster, deployment, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const refused = (message: string, more: Json = {}) => ({
  type: 'AbleToScale',
  status: 'False',
  reason: 'FailedGetScale',
  message,
  lastTransitionTime: ago(900),
  ...more,
});
const web = deployment('web').Deployment;
const hpa = (target: Json, conditions: readonly Json[] = []) =>
  object('web', {
    spec: {scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', ...target}, maxReplicas: 5},
    status: {conditions},
  });
const shop = (one: Json, deployments: readonly Json[] = [web]) =>
  cluster({HorizontalPodAutoscaler: [one], ...(deployments.length === 0 ? {} : {Deployment: deployments})});

test.each([
  [
    'misspelt',
    {name: 'wbe'},
    [],
    'its target Deployment shop/wbe does not exist; did you mean "web"?',
    ['apps/v1 Deployment wbe'],
    ago(3600),
  ],
  [
    'gone',
    {name: 'checkout'},
    [
      refused(
        'the HPA controller was unable to get the target\'s current scale: deployments.apps "checkout" not found',
      ),
    ],
    'its target Deployment shop/checkout does not exist',
    [
      'AbleToScale=False (FailedGetScale): the HPA controller was unable to get the target\'s current scale: deployments.apps "checkout" not found',
      'apps/v1 Deployment checkout',
    ],
    ago(900),
  ],
  [
    'of a kind that nobody serves',
    {apiVersion: 'extensions/v1beta1'},
    [refused('no matches for kind "Deployment" in group "extensions"')],
    'its target Deployment shop/web cannot be read (no matches for kind "Deployment" in group "extensions")',
    [
      'AbleToScale=False (FailedGetScale): no matches for kind "Deployment" in group "extensions"',
      'extensions/v1beta1 Deployment web',
    ],
    ago(900),
  ],
])('tells of a target that is %s', (_, target, conditions, words, quotes, since) => {
  const [found, ...more] = sightings(rule, shop(hpa(target, conditions)));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`HorizontalPodAutoscaler shop/web cannot scale: ${words}`);
  expect(found?.evidence.map(({quote}) => quote)).toEqual(quotes);
  expect([rule.severity, found?.severity, found?.since]).toEqual(['medium', undefined, since]);
});

test('does not propose a name from another namespace', () => {
  const other = deployment('web', {metadata: {namespace: 'bank'}}).Deployment;
  expect(sightings(rule, shop(hpa({name: 'wbe'}), [other]))[0]?.summary).toMatch(/does not exist$/);
});

test.each([
  ['a target that is there', shop(hpa({}))],
  [
    'a target that is there and readable',
    shop(hpa({}, [{type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale'}])),
  ],
  ['a back-off after scaling', shop(hpa({}, [{type: 'AbleToScale', status: 'False', reason: 'BackoffBoth'}]))],
  ['Deployments that were not read', shop(hpa({name: 'wbe'}), [])],
  [
    'a custom kind that is scaled as it should',
    shop(hpa({apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout'}, [{type: 'AbleToScale', status: 'True'}])),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
