import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/csr-pending.ts';
import {ago, cluster, sightings} from '../../support/cluster.ts';

const csr = (conditions: readonly unknown[], seconds = 3600) => ({
  metadata: {name: 'csr-1', creationTimestamp: ago(seconds)},
  spec: {signerName: 'kubernetes.io/kubelet-serving', username: 'system:node:node-1'},
  status: {conditions},
});

test('tells of a request that waits', () => {
  expect(sightings(rule, cluster({CertificateSigningRequest: [csr([])]}))).toMatchObject([
    {subject: {name: 'csr-1'}, evidence: [{quote: 'Pending, signer kubernetes.io/kubelet-serving'}]},
  ]);
});

test('says nothing of approved and fresh ones', () => {
  expect(
    sightings(rule, cluster({CertificateSigningRequest: [csr([{type: 'Approved', status: 'True'}]), csr([], 60)]})),
  ).toEqual([]);
});
