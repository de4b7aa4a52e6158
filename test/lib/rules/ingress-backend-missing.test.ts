import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/ingress-backend-missing.ts';
import {cluster, object, service, sightings} from '../../support/cluster.ts';

const ingress = (name: string, spec: Record<string, unknown> = {}) =>
  object('front', {
    spec: {
      ingressClassName: 'nginx',
      rules: [{host: 'shop.example.com', http: {paths: [{path: '/', backend: {service: {name, port: {number: 80}}}}]}}],
      ...spec,
    },
  });

test('names the missing Service and the one that was meant', () => {
  expect(sightings(rule, cluster({Ingress: [ingress('catalgo')], Service: [service('catalog')]}))).toMatchObject([
    {
      subject: {kind: 'Ingress', name: 'front'},
      summary:
        'Ingress shop/front sends shop.example.com/ to Service "catalgo", which does not exist; did you mean "catalog"?',
      evidence: [{quote: 'shop.example.com/ -> service catalgo'}],
    },
  ]);
});

test('says nothing when it is there', () => {
  expect(sightings(rule, cluster({Ingress: [ingress('catalog')], Service: [service('catalog')]}))).toEqual([]);
});
