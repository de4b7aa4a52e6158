import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/scaled-to-zero-but-called.ts';
import {ago, cluster, deployment, object, pod, service, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const caller = (name: string, url = 'http://api:80/', more: Json = {}) =>
  pod(name, {container: {env: [{name: 'API_URL', value: url}]}, ...more});
const asleep = deployment('api', {
  spec: {replicas: 0},
  status: {replicas: 0, conditions: [{type: 'Available', status: 'True', lastTransitionTime: ago(1200)}]},
}).Deployment;
const ingress = (name: string) =>
  object('edge', {
    spec: {
      rules: [{host: 'shop.example', http: {paths: [{path: '/', backend: {service: {name, port: {number: 80}}}}]}}],
    },
  });
const shop = (more: Parameters<typeof cluster>[0]) =>
  cluster({Deployment: [asleep], Service: [service('api')], Pod: [caller('web')], ...more});

test.each([
  ['a workload', {Pod: [caller('web')]}, 'Pod shop/web calls', 'high'],
  [
    'several',
    {Pod: [caller('web'), caller('cart', 'http://api.shop/cart')]},
    'Pod shop/web, Pod shop/cart call',
    'high',
  ],
  ['an Ingress', {Pod: [], Ingress: [ingress('api')]}, 'an Ingress calls', 'medium'],
  ['both', {Pod: [caller('web')], Ingress: [ingress('api')]}, 'Pod shop/web, an Ingress call', 'high'],
  [
    'one of another namespace',
    {Pod: [caller('web', 'http://api.shop.svc:80/', {metadata: {namespace: 'bank'}})]},
    'Pod bank/web calls',
    'high',
  ],
])('tells who calls it: %s', (_, more, words, severity) => {
  const [found, ...others] = sightings(rule, shop(more));
  expect(others).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'api'});
  expect(found?.summary).toBe(`Deployment shop/api is scaled to zero replicas, but ${words} its Service shop/api`);
  expect([found?.severity, found?.since]).toEqual([severity, ago(1200)]);
  expect(found?.evidence[0]).toMatchObject({
    ref: {kind: 'Deployment', name: 'api'},
    path: 'spec.replicas',
    quote: '0',
    at: ago(1200),
  });
  expect(found?.evidence[1]?.quote).toBe('app=api');
});

test('dates it by the last edit, where that is known', () => {
  const managedFields = [
    {manager: 'kubectl-scale', operation: 'Update', subresource: 'scale', time: ago(300)},
    {manager: 'kube-controller-manager', operation: 'Update', subresource: 'status', time: ago(290)},
  ];
  const edited = deployment('api', {spec: {replicas: 0}, metadata: {managedFields}}).Deployment;
  expect(sightings(rule, shop({Deployment: [edited]}))[0]?.since).toBe(ago(300));
});

test.each([
  ['one that nobody calls', shop({Pod: [pod('web')]})],
  ['one that only a finished pod called', shop({Pod: [caller('import', undefined, {status: {phase: 'Succeeded'}})]})],
  ['one that calls itself', shop({Pod: [caller('api-old', undefined, {of: 'api', status: {phase: 'Failed'}})]})],
  ['one that has its replicas', shop({Deployment: [deployment('api').Deployment]})],
  [
    'one without a number, which means one',
    shop({Deployment: [deployment('api', {spec: {replicas: undefined}}).Deployment]}),
  ],
  [
    'a second workload behind the Service that stands in',
    shop({
      Deployment: [asleep, object('api-blue', {spec: {replicas: 1, template: {metadata: {labels: {app: 'api'}}}}})],
    }),
  ],
  ['a pod that stands in', shop({Pod: [caller('web'), pod('api-debug', {metadata: {labels: {app: 'api'}}})]})],
  ['a last pod that is still ending its work', shop({Pod: [caller('web'), pod('api-a', {of: 'api'})]})],
  [
    'a Service of an outside name',
    shop({Service: [service('api', {app: 'api'}, {type: 'ExternalName', externalName: 'api.example'})]}),
  ],
  ['a Service without a workload, which is told elsewhere', shop({Deployment: []})],
  [
    'the cluster DNS, which is told elsewhere',
    shop({
      Service: [
        object('api', {spec: {clusterIP: '10.96.0.10', selector: {app: 'api'}}}, {labels: {'k8s-app': 'kube-dns'}}),
      ],
    }),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
