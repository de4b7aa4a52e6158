import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/provisioning-failed.ts';
import {cluster, event, meta, pod, sightings} from '../../support/cluster.ts';

const failed = (message: string, phase = 'Pending') =>
  cluster({
    PersistentVolumeClaim: [{metadata: meta('data'), spec: {storageClassName: 'fast'}, status: {phase}}],
    StorageClass: [{metadata: {name: 'fast'}, provisioner: 'ebs.csi.aws.com'}],
    Pod: [
      pod('db-0', {
        spec: {volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]},
        status: {phase: 'Pending'},
      }),
    ],
    Event: [event('PersistentVolumeClaim', 'data', 'ProvisioningFailed', message)],
  });

test.each([
  [
    'failed to provision volume with StorageClass "fast": rpc error: code = ResourceExhausted desc = not enough space',
    'the storage has no room',
  ],
  [
    'failed to provision volume with StorageClass "fast": rpc error: code = Internal desc = UnauthorizedOperation: You are not authorized',
    'the provisioner is not allowed to',
  ],
  [
    'failed to provision volume with StorageClass "fast": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    'the storage or its driver does not answer',
  ],
  [
    'failed to provision volume with StorageClass "fast": rpc error: code = InvalidArgument desc = Volume parameter typ is not supported',
    'the class or the claim asks for what the driver does not know',
  ],
  ['persistentvolumeclaims "data" is forbidden: exceeded quota: q', 'a quota is used up'],
])('understands %s', (message, means) => {
  const [found] = sightings(rule, failed(message));
  expect(found?.subject).toEqual({kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data'});
  expect(found?.summary).toContain(
    `PersistentVolumeClaim shop/data is Pending: provisioner ebs.csi.aws.com fails (StorageClass fast), ${means}: `,
  );
  expect([found?.severity, found?.evidence[0].quote]).toEqual(['high', message]);
});

test('is silent once the claim is bound, and about a conflict that is tried again', () => {
  expect(sightings(rule, failed('rpc error: code = Internal', 'Bound'))).toEqual([]);
  expect(sightings(rule, failed('Operation cannot be fulfilled: the object has been modified'))).toEqual([]);
});
