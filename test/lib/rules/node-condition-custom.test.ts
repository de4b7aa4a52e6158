import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/node-condition-custom.ts';
import {cluster, node, sightings} from '../../support/cluster.ts';

const withCondition = (type: string, status: string, reason: string) =>
  cluster({Node: [node('node-1', 'True', {conditions: [{type, status, reason, message: 'm'}]})]});

test.each([
  ['KernelDeadlock', 'True', 'DockerHung'],
  ['ReadonlyFilesystem', 'True', 'FilesystemIsReadOnly'],
  ['KernelReady', 'False', 'SoftLockup'],
  ['FrequentKubeletRestart', 'True', 'FrequentKubeletRestart'],
  ['KubeletUnhealthy', 'True', 'KubeletUnhealthy'],
])('%s=%s (%s) is a problem', (type, status, reason) => {
  expect(sightings(rule, withCondition(type, status, reason))).toMatchObject([
    {subject: {name: 'node-1'}, evidence: [{quote: `${type}=${status} (${reason}): m`}]},
  ]);
});

test.each([
  ['KernelDeadlock', 'False', 'KernelHasNoDeadlock'],
  ['KernelReady', 'True', 'KernelIsReady'],
  ['FrequentKubeletRestart', 'False', 'NoFrequentKubeletRestart'],
  ['EtcdIsVoter', 'True', 'MemberNotLearner'],
  ['SomethingOfACloud', 'True', 'Whatever'],
  ['KernelDeadlock', 'Unknown', 'NoInfo'],
])('%s=%s (%s) is none', (type, status, reason) => {
  expect(sightings(rule, withCondition(type, status, reason))).toEqual([]);
});
