import {expect, test} from 'vitest';
import {ref} from '../../../../src/lib/model/ref.ts';
import {type Source, Unavailable} from '../../../../src/lib/model/source.ts';
import {ownerTree} from '../../../../src/lib/queries/events/tree.ts';
import {fakeSource, type Facts} from '../../../support/source.ts';

const owned = (name: string, kind: string, by: string, more: object = {}) => ({
  metadata: {name, namespace: 'shop', ownerReferences: [{kind, name: by, controller: true}]},
  ...more,
});
const objects: Facts['objects'] = {
  Deployment: [{metadata: {name: 'web', namespace: 'shop'}}, {metadata: {name: 'web-admin', namespace: 'shop'}}],
  ReplicaSet: [owned('web-5c6d7f8b9', 'Deployment', 'web'), owned('web-admin-6d7f8b9c5', 'Deployment', 'web-admin')],
  Pod: [
    owned('web-5c6d7f8b9-abcde', 'ReplicaSet', 'web-5c6d7f8b9', {
      spec: {nodeName: 'node-1', volumes: [{name: 'd', persistentVolumeClaim: {claimName: 'data'}}]},
    }),
    owned('web-admin-6d7f8b9c5-xyz12', 'ReplicaSet', 'web-admin-6d7f8b9c5', {spec: {nodeName: 'node-2'}}),
  ],
  HorizontalPodAutoscaler: [
    {metadata: {name: 'scaler', namespace: 'shop'}, spec: {scaleTargetRef: {kind: 'Deployment', name: 'web'}}},
  ],
};
const tree = (kind: string, name: string) => ownerTree(fakeSource({objects}), ref(kind, 'shop', name));

test('holds what a Deployment owns, and claims, node and autoscaler of it', async () => {
  const {members, gaps} = await tree('Deployment', 'web');
  expect(members.map((one) => `${one.kind}/${one.name}`)).toEqual([
    'Deployment/web',
    'ReplicaSet/web-5c6d7f8b9',
    'Pod/web-5c6d7f8b9-abcde',
    'PersistentVolumeClaim/data',
    'Node/node-1',
    'HorizontalPodAutoscaler/scaler',
  ]);
  expect(gaps).toEqual([]);
});

test('knows pods that are gone by the names that controllers give, and leaves out those of a namesake', async () => {
  const {has} = await tree('Deployment', 'web');
  expect(has(ref('Pod', 'shop', 'web-78f9c6d5b4-qwert'))).toBe(true);
  expect(has(ref('ReplicaSet', 'shop', 'web-78f9c6d5b4'))).toBe(true);
  expect(has(ref('Pod', 'other', 'web-78f9c6d5b4-qwert'))).toBe(false);
  expect(has(ref('Pod', 'shop', 'web-admin-6d7f8b9c5-xyz12'))).toBe(false);
  expect(has(ref('Node', undefined, 'node-2'))).toBe(false);
});

test('of a pod is the pod and what hangs on it, not its siblings', async () => {
  const {members} = await tree('Pod', 'web-5c6d7f8b9-abcde');
  expect(members.map(({kind}) => kind)).toEqual(['Pod', 'PersistentVolumeClaim', 'Node']);
});

test('says what could not be read', async () => {
  const source = fakeSource({objects});
  const refusing: Source = {
    ...source,
    list: (kind, scope) => {
      if (kind === 'ReplicaSet') throw new Unavailable({what: kind, why: 'forbidden'});
      return source.list(kind, scope);
    },
  };
  const {gaps} = await ownerTree(refusing, ref('Deployment', 'shop', 'web'));
  expect(gaps.map(({what, why}) => `${what} ${why}`)).toEqual(['ReplicaSet forbidden']);
});
