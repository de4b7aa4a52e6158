import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-wrong-platform.ts';
import {cluster, deployment, event, pod, sightings, waiting} from '../../support/cluster.ts';

const failing = (message: string, reason = 'ErrImagePull') => {
  const {Deployment, ReplicaSet} = deployment('web');
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [ReplicaSet],
    Pod: [
      pod('web-a', {
        of: 'web',
        container: {image: 'registry.example.com/shop/app:1.2'},
        status: waiting(reason, message),
      }),
    ],
  });
};

test.each([
  'failed to pull and unpack image "registry.example.com/shop/app:1.2": no match for platform in manifest: not found',
  'Error response from daemon: no matching manifest for linux/arm64/v8 in the manifest list entries',
  'choosing image instance: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
])('shows: %s', (message) => {
  const [found] = sightings(rule, failing(message));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain('Deployment shop/web cannot pull image');
  expect(found?.summary).toMatch(/not built for the platform/);
  expect(found?.severity).toBe('high');
  expect(found?.evidence[0].quote).toContain(message);
});

test('leaves other causes to other rules', () => {
  expect(
    sightings(
      rule,
      failing(
        'rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/shop/app:1.2": failed to resolve reference "registry.example.com/shop/app:1.2": registry.example.com/shop/app:1.2: not found',
      ),
    ),
  ).toEqual([]);
});

test('takes the words of the event when the status only says back-off, and is milder while another pod serves', () => {
  const message =
    'Failed to pull image "registry.example.com/shop/app:1.2": failed to pull and unpack image "registry.example.com/shop/app:1.2": no match for platform in manifest: not found';
  const {Deployment, ReplicaSet} = deployment('web');
  const stuck = pod('web-b', {
    of: 'web',
    container: {image: 'registry.example.com/shop/app:1.2'},
    status: waiting('ImagePullBackOff', 'Back-off pulling image "registry.example.com/shop/app:1.2"'),
  });
  const [found] = sightings(
    rule,
    cluster({
      Deployment: [Deployment],
      ReplicaSet: [ReplicaSet],
      Pod: [pod('web-a', {of: 'web'}), stuck],
      Event: [event('Pod', 'web-b', 'Failed', message)],
    }),
  );
  expect(found?.severity).toBe('medium');
  expect(found?.evidence[0]).toMatchObject({from: 'event', quote: message});
});
