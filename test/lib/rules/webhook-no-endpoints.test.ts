import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/webhook-no-endpoints.ts';
import {cluster, service, sightings, slice} from '../../support/cluster.ts';

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

test('tells of a fail-closed webhook whose Service is empty', () => {
  expect(
    sightings(
      rule,
      cluster({
        Service: [service('hook')],
        EndpointSlice: [slice('hook', [], ['hook-1'])],
        MutatingWebhookConfiguration: [config('Fail')],
      }),
    ),
  ).toMatchObject([
    {
      subject: {kind: 'MutatingWebhookConfiguration', name: 'guard'},
      evidence: [{quote: 'no ready endpoints'}, {quote: 'failurePolicy: Fail'}],
    },
  ]);
});

test('says nothing of one that answers or fails open', () => {
  expect(
    sightings(
      rule,
      cluster({
        Service: [service('hook')],
        EndpointSlice: [slice('hook', ['hook-1'])],
        MutatingWebhookConfiguration: [config('Fail')],
      }),
    ),
  ).toEqual([]);
  expect(
    sightings(
      rule,
      cluster({
        Service: [service('hook')],
        EndpointSlice: [slice('hook')],
        MutatingWebhookConfiguration: [config('Ignore')],
      }),
    ),
  ).toEqual([]);
});
