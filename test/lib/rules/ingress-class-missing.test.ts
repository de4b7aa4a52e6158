import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/ingress-class-missing.ts';
import {cluster, object, sightings} from '../../support/cluster.ts';

const ingress = (name: string, spec: Record<string, unknown> = {}) =>
  object('front', {
    spec: {
      ingressClassName: 'nginx',
      rules: [{host: 'shop.example.com', http: {paths: [{path: '/', backend: {service: {name, port: {number: 80}}}}]}}],
      ...spec,
    },
  });

const nginx = {metadata: {name: 'nginx', annotations: {}}, spec: {controller: 'k8s.io/ingress-nginx'}};

test('names the class that does not exist', () => {
  expect(
    sightings(rule, cluster({Ingress: [ingress('a', {ingressClassName: 'ngnix'})], IngressClass: [nginx]})),
  ).toMatchObject([
    {
      subject: {name: 'front'},
      summary: 'Ingress shop/front names the IngressClass "ngnix", which does not exist; did you mean "nginx"?',
      evidence: [{quote: 'ingressClassName: ngnix'}],
    },
  ]);
});

test('says nothing of one that exists', () => {
  expect(sightings(rule, cluster({Ingress: [ingress('a')], IngressClass: [nginx]}))).toEqual([]);
});
