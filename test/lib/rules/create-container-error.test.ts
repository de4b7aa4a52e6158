import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/create-container-error.ts';
import {cluster, pod, sightings, waiting} from '../../support/cluster.ts';

const shop = (reason: string, message: string) => cluster({Pod: [pod('web', {status: waiting(reason, message)})]});

test.each([
  [
    'CreateContainerError',
    'failed to prepare subPath for volumeMount "data" of container "app"',
    'a volume cannot be mounted',
  ],
  [
    'RunContainerError',
    'failed to create containerd task: error mounting "/x" to rootfs at "/etc/app": not a directory: unknown',
    'a volume cannot be mounted',
  ],
  [
    'CreateContainerError',
    'failed to reserve container name "app_web_shop_1_0": name "app_web_shop_1_0" is reserved for "c0ffee"',
    'still holds a container of that name',
  ],
])('%s: %s', (reason, message, says) => {
  const [found] = sightings(rule, shop(reason, message));
  expect(found?.summary).toContain(`Pod shop/web cannot start container app (${reason})`);
  expect(found?.summary).toContain(says);
  expect(found?.evidence[0].quote).toContain(message);
});

test.each([
  ['CreateContainerConfigError', 'configmap "x" not found'],
  ['RunContainerError', 'exec: "serv": executable file not found in $PATH: unknown'],
  ['CreateContainerConfigError', 'container has runAsNonRoot and image will run as root'],
  ['ContainerCreating', ''],
])('leaves %s %s to other rules', (reason, message) => {
  expect(sightings(rule, shop(reason, message))).toEqual([]);
});
