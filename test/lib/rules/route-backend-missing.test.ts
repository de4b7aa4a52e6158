import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/route-backend-missing.ts';
import {cluster, object, service, sightings} from '../../support/cluster.ts';

const route = (name: string, port = 80) =>
  object('front', {spec: {parentRefs: [{name: 'edge'}], rules: [{backendRefs: [{name, port}]}]}});
const gateway = object('edge');

test('names what is missing', () => {
  expect(
    sightings(rule, cluster({HTTPRoute: [route('catalgo')], Gateway: [gateway], Service: [service('catalog')]})),
  ).toMatchObject([
    {
      subject: {kind: 'HTTPRoute', name: 'front'},
      summary: 'HTTPRoute shop/front sends to Service "catalgo", which does not exist; did you mean "catalog"?',
      evidence: [{quote: 'backendRef catalgo:80'}],
    },
  ]);
  expect(
    sightings(rule, cluster({HTTPRoute: [route('catalog', 90)], Gateway: [gateway], Service: [service('catalog')]})),
  ).toHaveLength(1);
  expect(
    sightings(rule, cluster({HTTPRoute: [route('catalog')], Gateway: [], Service: [service('catalog')]})),
  ).toMatchObject([{toward: [{kind: 'Gateway', name: 'edge'}]}]);
});

test('says nothing when all is there', () => {
  expect(
    sightings(rule, cluster({HTTPRoute: [route('catalog')], Gateway: [gateway], Service: [service('catalog')]})),
  ).toEqual([]);
});
