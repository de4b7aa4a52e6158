import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-pull-failed.ts';
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
  'failed to pull and unpack image: something quite new went wrong',
  'failed to extract layer sha256:0f1e: write /var/lib/containerd/x: no space left on device',
])('shows: %s', (message) => {
  const [found] = sightings(rule, failing(message));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain('Deployment shop/web cannot pull image');
  expect(found?.summary).toMatch(/pull fails|no space left/);
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
    'Failed to pull image "registry.example.com/shop/app:1.2": failed to pull and unpack image: something quite new went wrong';
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
