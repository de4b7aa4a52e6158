import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/hpa-no-request.ts';
import {ago, cluster, deployment, event, object, refutations, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const SAID =
  'the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container app of Pod web-1-abcde';
const blind = (message: string) => ({
  type: 'ScalingActive',
  status: 'False',
  reason: 'FailedGetResourceMetric',
  message,
  lastTransitionTime: ago(1200),
});
const cpu = {requests: {cpu: '100m'}};
const onShare = [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 70}}}];
const shop = (
  containers: ReadonlyArray<readonly [string, Json]>,
  {
    conditions = [],
    metrics = onShare,
    metadata = {},
    more = {},
  }: {
    conditions?: readonly Json[];
    metrics?: readonly Json[];
    metadata?: Json;
    more?: Parameters<typeof cluster>[0];
  } = {},
) =>
  cluster({
    Deployment: [
      deployment('web', {
        template: {containers: containers.map(([name, resources]) => ({name, image: 'shop/app:1', resources}))},
      }).Deployment,
    ],
    HorizontalPodAutoscaler: [
      object(
        'web',
        {spec: {scaleTargetRef: {kind: 'Deployment', name: 'web'}, maxReplicas: 5, metrics}, status: {conditions}},
        metadata,
      ),
    ],
    ...more,
  });

test('joins the words of the autoscaler with the template', () => {
  const [found] = sightings(
    rule,
    shop([['app', {}]], {
      conditions: [blind(SAID)],
      more: {Event: [event('HorizontalPodAutoscaler', 'web', 'FailedGetResourceMetric', SAID)]},
    }),
  );
  expect(found?.subject).toEqual({kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'HorizontalPodAutoscaler shop/web cannot scale: container app of Deployment shop/web has no cpu request, and utilization is a share of the request',
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    `ScalingActive=False (FailedGetResourceMetric): ${SAID}`,
    'no cpu request in container app',
    SAID,
  ]);
  expect(found?.fix).toEqual(['kubectl -n shop set resources deployment/web -c app --requests=cpu=<what it uses>']);
  expect([rule.severity, found?.severity, found?.since]).toEqual(['medium', undefined, ago(600)]);
});

test.each([
  [
    'the container that lacks it, among others',
    [
      ['app', cpu],
      ['proxy', {requests: {memory: '1Mi'}}],
    ],
    [blind('missing request for cpu')],
    'container proxy of',
  ],
  [
    'a sidecar that is injected, so that the template lacks it',
    [['app', cpu]],
    [blind('failed to get cpu utilization: missing request for cpu in container istio-proxy of Pod web-1')],
    'container istio-proxy of',
  ],
  ['one that the controller has not looked at', [['app', {}]], [], 'container app of'],
] as const)('names %s', (_, containers, conditions, words) => {
  const [found, ...more] = sightings(rule, shop(containers, {conditions}));
  expect(found?.summary).toContain(`cannot scale: ${words} Deployment shop/web has no cpu request`);
  expect(more).toEqual([]);
});

test('refutes itself when the template was mended since', () => {
  const on = shop([['app', cpu]], {conditions: [blind(SAID)]});
  expect(sightings(rule, on)).toEqual([]);
  expect(refutations(rule, on)).toEqual([
    {
      subject: {kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web'},
      refuted: 'every container of Deployment shop/web requests cpu by now',
    },
  ]);
});

const sees = [{type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound'}];
test.each([
  ['requests in every container', shop([['app', cpu]])],
  ['a limit, which stands in for the request', shop([['app', {limits: {cpu: '1'}}]])],
  ['one that has its figures', shop([['app', {}]], {conditions: sees})],
  [
    'other missing figures, which are told elsewhere',
    shop([['app', {}]], {
      conditions: [blind('unable to get metrics for resource cpu: no metrics returned from resource metrics API')],
    }),
  ],
  [
    'an average value, which is no share',
    shop([['app', {}]], {
      metrics: [{type: 'Resource', resource: {name: 'cpu', target: {type: 'AverageValue', averageValue: '500m'}}}],
    }),
  ],
  [
    'utilization of another resource',
    shop([['app', {requests: {memory: '1Mi'}}]], {
      metrics: [{type: 'Resource', resource: {name: 'memory', target: {averageUtilization: 70}}}],
    }),
  ],
  ['one just made', shop([['app', {}]], {metadata: {creationTimestamp: ago(5)}})],
  ['a missing target, which is told elsewhere', shop([], {more: {Deployment: []}})],
])('is silent about %s', (_, on) => {
  expect([...rule.check(on)]).toEqual([]);
});
