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

test('says nothing of fresh leases, or when all are as old as the recording', () => {
  expect(sightings(rule, cluster({Lease: [lease('kube-scheduler', 5)]}))).toEqual([]);
  expect(
    sightings(rule, cluster({Lease: [lease('kube-scheduler', 300), lease('kube-controller-manager', 299)]})),
  ).toEqual([]);
});
