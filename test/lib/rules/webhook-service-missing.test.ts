import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/webhook-service-missing.ts';
import {cluster, service, sightings} from '../../support/cluster.ts';

const config = (failurePolicy: string) => ({
  metadata: {name: 'guard'},
  webhooks: [
    {
      name: 'check.example.com',
      failurePolicy,
      clientConfig: {service: {namespace: 'shop', name: 'hook', port: 443}},
      rules: [{resources: ['pods'], operations: ['CREATE']}],
    },
  ],
});

test('tells of a Service that is not there', () => {
  expect(sightings(rule, cluster({Service: [], ValidatingWebhookConfiguration: [config('Fail')]}))).toMatchObject([
    {subject: {name: 'guard'}, severity: 'high', evidence: [{quote: 'service shop/hook, failurePolicy Fail'}]},
  ]);
  expect(sightings(rule, cluster({Service: [], ValidatingWebhookConfiguration: [config('Ignore')]}))).toMatchObject([
    {severity: 'low'},
  ]);
});

test('says nothing when it is there', () => {
  expect(
    sightings(rule, cluster({Service: [service('hook')], ValidatingWebhookConfiguration: [config('Fail')]})),
  ).toEqual([]);
});
