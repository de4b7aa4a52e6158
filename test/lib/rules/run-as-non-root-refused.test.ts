import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/run-as-non-root-refused.ts';
import {cluster, pod, sightings, waiting} from '../../support/cluster.ts';

const shop = (message: string, reason = 'CreateContainerConfigError') =>
  cluster({Pod: [pod('web', {container: {securityContext: {runAsNonRoot: true}}, status: waiting(reason, message)})]});

test.each([
  [
    'container has runAsNonRoot and image will run as root (pod: "web_shop(1)", container: app)',
    'image shop/app:1 runs as root',
  ],
  [
    'container has runAsNonRoot and image has non-numeric user (nobody), cannot verify user is non-root (pod: "web_shop(1)", container: app)',
    'user "nobody" is not a number',
  ],
])('says why: %s', (message, says) => {
  const [found] = sightings(rule, shop(message));
  expect(found?.summary).toContain('Pod shop/web cannot start container app: runAsNonRoot is set and');
  expect(found?.summary).toContain(says);
  expect(found?.evidence[0].quote).toContain(message);
});

test('is silent about a missing ConfigMap', () => {
  expect(sightings(rule, shop('configmap "x" not found'))).toEqual([]);
});
