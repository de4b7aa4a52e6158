import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/loadbalancer-pending.ts';
import {ago, cluster, meta, service, sightings} from '../../support/cluster.ts';

const balancer = (more: Record<string, unknown> = {}) => ({
  ...service('front', {app: 'front'}, {type: 'LoadBalancer'}),
  ...more,
});

test('tells of a Service that waits for an address', () => {
  expect(sightings(rule, cluster({Service: [balancer()]}))).toMatchObject([
    {subject: {kind: 'Service', name: 'front'}, evidence: [{quote: 'loadBalancer: {}'}]},
  ]);
});

test('says nothing of one that has it or is new', () => {
  expect(
    sightings(rule, cluster({Service: [balancer({status: {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}}})]})),
  ).toEqual([]);
  expect(
    sightings(rule, cluster({Service: [balancer({metadata: meta('front', {creationTimestamp: ago(60)})})]})),
  ).toEqual([]);
});
