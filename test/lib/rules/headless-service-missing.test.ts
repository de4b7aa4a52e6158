import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/headless-service-missing.ts';
import {ago, cluster, object, service, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const db = (serviceName: string | undefined, spec: Json = {}, metadata: Json = {}) =>
  object('db', {spec: {serviceName, replicas: 3, ...spec}}, metadata);
const headless = (name: string) => service(name, {app: 'db'}, {clusterIP: 'None'});
const shop = (set: Json, ...services: readonly Json[]) => cluster({StatefulSet: [set], Service: services});

test.each([
  ['a name that nothing has', shop(db('db-peers')), '', 'medium'],
  ['a name with a slip', shop(db('db-haedless'), headless('db-headless')), '; did you mean "db-headless"?', 'medium'],
  ['one that is scaled to zero', shop(db('db-peers', {replicas: 0})), '', 'low'],
  [
    'a Service of that name elsewhere',
    shop(db('db-peers'), object('db-peers', {spec: {clusterIP: 'None'}}, {namespace: 'bank'})),
    '',
    'medium',
  ],
])('tells of %s', (_, on, words, severity) => {
  const [found, ...more] = sightings(rule, on);
  const name = found?.objects?.[0]?.name ?? '';
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'StatefulSet', namespace: 'shop', name: 'db'});
  expect(found?.summary).toBe(`StatefulSet shop/db names the headless Service "${name}", which does not exist${words}`);
  expect(found?.objects).toEqual([{kind: 'Service', namespace: 'shop', name}]);
  expect(found?.evidence).toMatchObject([{path: 'spec.serviceName', quote: name}]);
  expect([found?.severity, found?.since]).toEqual([severity, ago(3600)]);
});

test.each([
  ['a Service that is there', shop(db('db'), headless('db'))],
  ['one that names none, as it may since 1.34', shop(db(undefined))],
  ['an empty name', shop(db(''))],
  ['Services that were not read', cluster({StatefulSet: [db('db-peers')]})],
  ['a namespace out of view', cluster({StatefulSet: [db('db-peers')], Service: []}, {namespace: 'bank'})],
  ['one just made, whose Service may follow', shop(db('db-peers', {}, {creationTimestamp: ago(10)}))],
  ['one that is being deleted with its Service', shop(db('db-peers', {}, {deletionTimestamp: ago(5)}))],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
