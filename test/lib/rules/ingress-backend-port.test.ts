import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/ingress-backend-port.ts';
import {cluster, object, service, sightings} from '../../support/cluster.ts';

const ingress = (name: string, spec: Record<string, unknown> = {}) =>
  object('front', {
    spec: {
      ingressClassName: 'nginx',
      rules: [{host: 'shop.example.com', http: {paths: [{path: '/', backend: {service: {name, port: {number: 80}}}}]}}],
      ...spec,
    },
  });

test('names the ports that there are', () => {
  const on = cluster({
    Ingress: [ingress('catalog')],
    Service: [service('catalog', {app: 'catalog'}, {ports: [{name: 'http', port: 8080}]})],
  });
  expect(sightings(rule, on)).toMatchObject([
    {
      subject: {name: 'front'},
      summary: 'Ingress shop/front sends shop.example.com/ to port 80 of Service catalog, which has only http 8080',
      evidence: [{quote: 'shop.example.com/ -> service catalog port 80'}, {}],
    },
  ]);
});

test('says nothing when the port is there', () => {
  expect(sightings(rule, cluster({Ingress: [ingress('catalog')], Service: [service('catalog')]}))).toEqual([]);
});
