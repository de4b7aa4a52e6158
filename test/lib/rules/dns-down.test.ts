import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/dns-down.ts';
import {cluster, deployment, pod, service, sightings, slice} from '../../support/cluster.ts';

const system = {namespace: 'kube-system'};
const dns = {
  ...service('kube-dns', {'k8s-app': 'kube-dns'}),
  metadata: {...system, name: 'kube-dns', labels: {'k8s-app': 'kube-dns'}},
};
const coredns = (replicas: number) => {
  const {Deployment} = deployment('coredns', {
    spec: {replicas, template: {metadata: {labels: {'k8s-app': 'kube-dns'}}, spec: {containers: []}}},
    metadata: system,
  });
  return Deployment;
};

test('blames the Deployment that was scaled to zero', () => {
  const empty = {
    ...slice('kube-dns'),
    metadata: {...system, name: 'kube-dns-1', labels: {'kubernetes.io/service-name': 'kube-dns'}},
  };
  const [found] = sightings(rule, cluster({Service: [dns], EndpointSlice: [empty], Deployment: [coredns(0)], Pod: []}));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'kube-system', name: 'coredns'});
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    'spec.replicas: 0',
    'no ready endpoints: 0 pods, none ready',
  ]);
});

test('says nothing while one server is ready', () => {
  const server = pod('coredns-1', {metadata: {...system, labels: {'k8s-app': 'kube-dns'}}});
  const full = {
    ...slice('kube-dns', ['coredns-1']),
    metadata: {...system, name: 'kube-dns-1', labels: {'kubernetes.io/service-name': 'kube-dns'}},
  };
  expect(
    sightings(rule, cluster({Service: [dns], EndpointSlice: [full], Deployment: [coredns(2)], Pod: [server]})),
  ).toEqual([]);
});
