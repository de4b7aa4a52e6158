import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/namespace-terminating.ts';
import {ago, cluster, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const condition = (type: string, reason: string, message: string, status = 'True') => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: ago(880),
});
const DISCOVERY = condition(
  'NamespaceDeletionDiscoveryFailure',
  'DiscoveryFailed',
  'Discovery failed for some groups, 2 failing: unable to retrieve the complete list of server APIs: custom.metrics.k8s.io/v1beta2: stale GroupVersion discovery: custom.metrics.k8s.io/v1beta2, metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1',
);
const FAILURE = condition(
  'NamespaceDeletionContentFailure',
  'ContentDeletionFailed',
  'Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: shop for gvr: /v1, Resource=pods',
);
const REMAINING = condition(
  'NamespaceContentRemaining',
  'SomeResourcesRemain',
  'Some resources are remaining: widgets.shop.example has 2 resource instances',
);
const FINALIZERS = condition(
  'NamespaceFinalizersRemaining',
  'SomeFinalizersRemain',
  'Some content in the namespace has finalizers remaining: shop.example/cleanup in 2 resource instances',
);
const FINE = condition(
  'NamespaceDeletionDiscoveryFailure',
  'ResourcesDiscovered',
  'All resources successfully discovered',
  'False',
);

const shop = (conditions: readonly Json[], metadata: Json = {}, phase = 'Terminating') =>
  cluster({
    Namespace: [
      {
        metadata: {name: 'shop', creationTimestamp: ago(90_000), deletionTimestamp: ago(900), ...metadata},
        spec: {finalizers: ['kubernetes']},
        status: {phase, conditions},
      },
    ],
  });
const quote = ({type, reason, message}: typeof FINE) => `${type}=True (${reason}): ${message}`;

test.each([
  ['finalizers', [FINE, REMAINING, FINALIZERS], FINALIZERS.message, [FINALIZERS, REMAINING]],
  ['what remains', [FINE, REMAINING], REMAINING.message, [REMAINING]],
  ['what cannot be deleted', [REMAINING, FAILURE], FAILURE.message, [FAILURE, REMAINING]],
])('says what is in the way: %s', (_, conditions, words, quoted) => {
  const [found, ...more] = sightings(rule, shop(conditions));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Namespace', name: 'shop'});
  expect(found?.summary).toBe(`Namespace shop has been Terminating since ${ago(900)}: ${words}`);
  expect(found?.evidence.map((one) => one.quote)).toEqual(quoted.map(quote));
  expect([rule.severity, found?.since, found?.toward]).toEqual(['medium', ago(900), []]);
});

test('leads to the APIs that do not answer, once each', () => {
  const [found] = sightings(rule, shop([REMAINING, DISCOVERY]));
  expect(found?.summary).toContain(
    'Discovery failed for some groups, 2 failing: unable to retrieve the complete list of server APIs: custom.metrics.k8s.io/v1beta2',
  );
  expect(found?.toward).toEqual([
    {kind: 'APIService', name: 'v1beta2.custom.metrics.k8s.io'},
    {kind: 'APIService', name: 'v1beta1.metrics.k8s.io'},
  ]);
});

test.each([
  ['nothing', {}, 'no condition says what is left', [ago(900)]],
  [
    "the namespace's own finalizer",
    {finalizers: ['controller.example/namespace']},
    'its finalizer controller.example/namespace is still there',
    [ago(900), 'controller.example/namespace'],
  ],
  [
    "the namespace's own finalizers",
    {finalizers: ['a.example/x', 'b.example/y']},
    'its finalizers a.example/x, b.example/y are still there',
    [ago(900), 'a.example/x, b.example/y'],
  ],
])('says so when the conditions are all well and what is left is %s', (_, metadata, words, quotes) => {
  const [found] = sightings(rule, shop([FINE], metadata));
  expect(found?.summary).toBe(`Namespace shop has been Terminating since ${ago(900)}: ${words}`);
  expect(found?.evidence.map((one) => one.quote)).toEqual(quotes);
});

test('knows one without a stamp by its phase', () => {
  const [found] = sightings(rule, shop([REMAINING], {deletionTimestamp: undefined}));
  expect(found?.summary).toBe(`Namespace shop has been Terminating since an unknown time: ${REMAINING.message}`);
});

test.each([
  ['one that is in use', shop([], {deletionTimestamp: undefined}, 'Active')],
  [
    'one whose deletion was given up',
    shop([{...REMAINING, status: 'False'}], {deletionTimestamp: undefined}, 'Active'),
  ],
  ['one that has been going for a minute', shop([REMAINING], {deletionTimestamp: ago(60)})],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
