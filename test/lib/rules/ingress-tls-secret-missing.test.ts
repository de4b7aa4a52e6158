import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/ingress-tls-secret-missing.ts';
import {cluster, object, sightings} from '../../support/cluster.ts';

const ingress = (name: string, spec: Record<string, unknown> = {}) =>
  object('front', {
    spec: {
      ingressClassName: 'nginx',
      rules: [{host: 'shop.example.com', http: {paths: [{path: '/', backend: {service: {name, port: {number: 80}}}}]}}],
      ...spec,
    },
  });

const tls = {tls: [{hosts: ['shop.example.com'], secretName: 'shop-tls'}]};

test('names the missing Secret', () => {
  expect(sightings(rule, cluster({Ingress: [ingress('a', tls)], Secret: []}))).toMatchObject([
    {
      subject: {name: 'front'},
      summary: 'Ingress shop/front names the TLS Secret "shop-tls" for shop.example.com, which does not exist',
      evidence: [{quote: 'secretName: shop-tls'}],
    },
  ]);
});

test('says nothing when it is there', () => {
  expect(sightings(rule, cluster({Ingress: [ingress('a', tls)], Secret: [object('shop-tls')]}))).toEqual([]);
});
