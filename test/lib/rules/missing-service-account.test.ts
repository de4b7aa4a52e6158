import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/missing-service-account.ts';
import {cluster, deployment, event, object, sightings} from '../../support/cluster.ts';

const MESSAGE =
  'Error creating: pods "web-1-" is forbidden: error looking up service account shop/robott: serviceaccount "robott" not found';
const shop = (accounts: readonly string[], more: Record<string, unknown> = {}) => {
  const {Deployment, ReplicaSet} = deployment('web', {status: {readyReplicas: 0}});
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [ReplicaSet],
    Pod: [],
    ServiceAccount: accounts.map((name) => object(name)),
    Event: [event('ReplicaSet', 'web-1', 'FailedCreate', MESSAGE)],
    ...more,
  });
};

test('names the account and the near miss', () => {
  const [found] = sightings(rule, shop(['default', 'robot']));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'Deployment shop/web cannot create pods: ServiceAccount "robott" does not exist in namespace shop; did you mean "robot"?',
  );
  expect(found?.evidence[0].quote).toBe(MESSAGE);
});

test('is silent once the account exists, for a ReplicaSet that is gone, and for other refusals', () => {
  expect(sightings(rule, shop(['robott']))).toEqual([]);
  expect(
    sightings(rule, cluster({ReplicaSet: [], Event: [event('ReplicaSet', 'web-1', 'FailedCreate', MESSAGE)]})),
  ).toEqual([]);
  expect(
    sightings(rule, shop([], {Event: [event('ReplicaSet', 'web-1', 'FailedCreate', 'exceeded quota: team')]})),
  ).toEqual([]);
});

test('tells of a workload whose next pod will be refused, while its pods still run', () => {
  const running = (account: string, replicas = 1) => {
    const {Deployment} = deployment('web', {spec: {replicas}});
    const spec = Deployment['spec'] as {template: {spec: Record<string, unknown>}};
    spec.template.spec['serviceAccountName'] = account;
    return cluster({
      Deployment: [Deployment],
      Pod: [],
      Event: [],
      ServiceAccount: [object('default'), object('robot')],
    });
  };
  const [found, ...more] = sightings(rule, running('robott'));
  expect(more).toEqual([]);
  expect(found?.summary).toBe(
    'Deployment shop/web will be refused its next pod: it names ServiceAccount "robott", which does not exist; did you mean "robot"?',
  );
  expect(found?.severity).toBe('medium');
  expect(sightings(rule, running('robot'))).toEqual([]);
  expect(sightings(rule, running('robott', 0))).toEqual([]);
});
