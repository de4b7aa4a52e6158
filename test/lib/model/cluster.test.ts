import {describe, expect, test} from 'vitest';
import {ref} from '../../../src/lib/model/ref.ts';
import {cluster, deployment, meta, pod, service, slice} from '../../support/cluster.ts';

const web = deployment('web');
const shop = cluster({
  Pod: [pod('web-a', {of: 'web'}), pod('web-b', {of: 'web'}), pod('alone')],
  Deployment: [web.Deployment],
  ReplicaSet: [web.ReplicaSet],
  Service: [service('web'), service('lost')],
  EndpointSlice: [slice('web', ['web-a'], ['web-b'])],
});
const named = (name: string) => shop.all('Service').find(({metadata}) => metadata.name === name);

describe('owners', () => {
  test('the top of a pod is its Deployment', () => {
    expect(shop.owners.topOf(ref('Pod', 'shop', 'web-a'))).toEqual(ref('Deployment', 'shop', 'web'));
  });

  test('a pod without owner is its own top', () => {
    expect(shop.owners.topOf(ref('Pod', 'shop', 'alone'))).toEqual(ref('Pod', 'shop', 'alone'));
  });

  test('an owner that was not read is named all the same', () => {
    const lone = cluster({Pod: [pod('web-a', {of: 'web'})]});
    expect(lone.owners.topOf(ref('Pod', 'shop', 'web-a'))).toEqual(ref('ReplicaSet', 'shop', 'web-1'));
  });

  test('a loop of owners ends', () => {
    const loop = (name: string, owner: string) => ({
      metadata: meta(name, {ownerReferences: [{kind: 'ReplicaSet', name: owner, controller: true}]}),
    });
    const looped = cluster({ReplicaSet: [loop('a', 'b'), loop('b', 'a')]});
    expect(looped.owners.ownersOf(ref('ReplicaSet', 'shop', 'a')).length).toBeLessThan(10);
  });

  test('pods below a Deployment', () => {
    expect(shop.podsOf(ref('Deployment', 'shop', 'web')).map(({metadata}) => metadata.name)).toEqual([
      'web-a',
      'web-b',
    ]);
  });
});

describe('backends of a Service', () => {
  test('ready and not ready are counted apart', () => {
    const web = named('web');
    expect(web && shop.network.backendsOf(web)).toMatchObject({ready: 1, notReady: 1});
  });

  test('no slice means none', () => {
    const lost = named('lost');
    expect(lost && shop.network.backendsOf(lost)).toMatchObject({ready: 0, notReady: 0});
  });

  test('dual stack counts a pod once', () => {
    const dual = cluster({
      Service: [service('web')],
      EndpointSlice: [slice('web', ['web-a']), {...slice('web', ['web-a']), addressType: 'IPv6'}],
    });
    expect(dual.all('Service').map((one) => dual.network.backendsOf(one)?.ready)).toEqual([1]);
  });

  test('unknown where neither slices nor endpoints were read', () => {
    const blind = cluster({Service: [service('web')]});
    expect(blind.all('Service').map((one) => blind.network.backendsOf(one))).toEqual([undefined]);
  });
});

describe('absence', () => {
  test('is a fact where the kind was read', () => {
    expect(shop.objects.isAbsent('Service', 'shop', 'nope')).toBe(true);
  });

  test('is none where it was not', () => {
    expect(shop.objects.isAbsent('ConfigMap', 'shop', 'nope')).toBe(false);
  });

  test('is none outside the namespace that could be read', () => {
    const part = cluster({Service: []}, {namespace: 'shop'});
    expect([part.objects.isAbsent('Service', 'other', 'x'), part.objects.isAbsent('Service', 'shop', 'x')]).toEqual([
      false,
      true,
    ]);
  });
});
