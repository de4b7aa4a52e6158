import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/webhook-unreachable.ts';
import {cluster, deployment, event, sightings} from '../../support/cluster.ts';

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

const message =
  'Error creating: Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://hook.shop.svc:443/validate?timeout=5s": no endpoints available for service "hook"';
const {Deployment, ReplicaSet} = deployment('web');
const short = {...ReplicaSet, status: {replicas: 0}};
const on = (failurePolicy: string, replicaSet = short) =>
  cluster({
    Event: [event('ReplicaSet', 'web-1', 'FailedCreate', message)],
    Deployment: [Deployment],
    ReplicaSet: [replicaSet],
    Pod: [],
    ValidatingWebhookConfiguration: [config(failurePolicy)],
  });

test('names the configuration, the reason and what is blocked', () => {
  const [found] = sightings(rule, on('Fail'));
  expect(found).toMatchObject({
    subject: {kind: 'ValidatingWebhookConfiguration', name: 'guard'},
    severity: 'critical',
    toward: [{kind: 'Service', namespace: 'shop', name: 'hook'}],
  });
  expect(found?.summary).toContain(
    '"check.example.com" cannot be called (no endpoints available for service) and fails closed: Deployment shop/web',
  );
  expect(found?.evidence[0].quote).toBe(message);
});

test('says nothing when the controller has its pods now', () => {
  expect(sightings(rule, on('Fail', {...ReplicaSet, status: {replicas: 1}}))).toEqual([]);
});
