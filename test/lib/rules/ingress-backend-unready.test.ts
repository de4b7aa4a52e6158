import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/ingress-backend-unready.ts';
import {cluster, object, service, sightings, slice} from '../../support/cluster.ts';

const ingress = (name: string, spec: Record<string, unknown> = {}) =>
  object('front', {
    spec: {
      ingressClassName: 'nginx',
      rules: [{host: 'shop.example.com', http: {paths: [{path: '/', backend: {service: {name, port: {number: 80}}}}]}}],
      ...spec,
    },
  });

test('tells of a backend without endpoints', () => {
  expect(
    sightings(
      rule,
      cluster({Ingress: [ingress('catalog')], Service: [service('catalog')], EndpointSlice: [slice('catalog')]}),
    ),
  ).toMatchObject([
    {
      subject: {name: 'front'},
      toward: [{kind: 'Service', name: 'catalog'}],
      evidence: [{quote: 'no ready endpoints'}, {}],
    },
  ]);
});

test('says nothing when one is ready', () => {
  expect(
    sightings(
      rule,
      cluster({Ingress: [ingress('catalog')], Service: [service('catalog')], EndpointSlice: [slice('catalog', ['a'])]}),
    ),
  ).toEqual([]);
});
