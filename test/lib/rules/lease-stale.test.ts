import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/lease-stale.ts';
import {ago, cluster, sightings} from '../../support/cluster.ts';

const lease = (name: string, seconds: number) => ({
  metadata: {name, namespace: 'kube-system'},
  spec: {holderIdentity: 'cp-1_x', renewTime: ago(seconds), leaseDurationSeconds: 15},
});

test('tells of a scheduler that does not renew', () => {
  expect(
    sightings(rule, cluster({Lease: [lease('kube-scheduler', 300), lease('kube-controller-manager', 2)]})),
  ).toMatchObject([
    {
      subject: {kind: 'Lease', name: 'kube-scheduler'},
      since: ago(300),
      evidence: [{quote: `renewTime ${ago(300)}, holder cp-1_x`}],
    },
  ]);
});

test('need not wait a minute: a leader that is half a minute late is gone', () => {
  const on = cluster({Lease: [lease('kube-scheduler', 1), lease('kube-controller-manager', 30)]});
  expect(sightings(rule, on).map(({summary}) => summary)).toEqual([
    'Lease kube-system/kube-controller-manager: kube-controller-manager is down, its lease was last renewed 30 s ago: no ReplicaSet, Job, endpoint or node is looked after',
  ]);
});

test('knows a lease that its holder gave up when it ended', () => {
  const {metadata, spec} = lease('kube-scheduler', 40);
  const on = cluster({Lease: [{metadata, spec: {...spec, holderIdentity: ''}}, lease('kube-controller-manager', 1)]});
  const [found] = sightings(rule, on);
  expect(found?.evidence[0].quote).toBe(`renewTime ${ago(40)}, given up by its holder`);
  expect(found?.fix?.[0]).toMatch(/^on the control-plane node: /);
});

test('says nothing of fresh leases, or when all are as old as the recording', () => {
  expect(sightings(rule, cluster({Lease: [lease('kube-scheduler', 5)]}))).toEqual([]);
  const late = cluster({Lease: [lease('kube-scheduler', 20), lease('kube-controller-manager', 1)]});
  expect(sightings(rule, late)).toEqual([]);
  expect(
    sightings(rule, cluster({Lease: [lease('kube-scheduler', 300), lease('kube-controller-manager', 299)]})),
  ).toEqual([]);
});
